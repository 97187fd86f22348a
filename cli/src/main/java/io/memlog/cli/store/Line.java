package io.memlog.cli.store;

import tools.jackson.databind.node.ObjectNode;

/// The line of a file that a record begins on.
record Line(long number) implements Origin {

    @Override
    public String label() {
        return "line " + number;
    }

    @Override
    public void describe(ObjectNode error) {
        error.put("line", number);
    }
}
