package io.memlog.cli.importer;

import io.memlog.cli.store.Origin;
import tools.jackson.databind.node.ObjectNode;

/// An item of an exported file.
record ItemOrigin(String kind, String name) implements Origin {

    @Override
    public String label() {
        return kind + " " + name;
    }

    @Override
    public void describe(ObjectNode error) {
        error.put("kind", kind).put("name", name);
    }
}
