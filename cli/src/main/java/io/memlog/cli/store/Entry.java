package io.memlog.cli.store;

import tools.jackson.databind.node.ObjectNode;

/// What stands on a line, or begins there.
sealed interface Entry {

    long line();

    record Log(long line, ObjectNode log) implements Entry {}

    /// Something that cannot be sent.
    record Unreadable(long line, String why) implements Entry {

        static Unreadable tooLong(long line) {
            return new Unreadable(line, "is longer than " + JsonLines.LONGEST / 1024 + " KiB");
        }
    }
}
