package io.memlog.cli.store;

import tools.jackson.core.JacksonException;

/// Why a text is no JSON, in a few words.
final class Unreadable {

    private Unreadable() {}

    static String why(JacksonException failure) {
        var location = failure.getLocation();
        var column = location == null || location.getColumnNr() < 1 ? "" : ", column " + location.getColumnNr();
        return "is no valid JSON" + column + ": " + failure.getOriginalMessage();
    }
}
