package io.memlog.cli.jobs;

import tools.jackson.databind.JsonNode;

/// What a comparison or a repair of the indexes came to.
record SyncResult(String operation, JsonNode counts, long sent) {

    static SyncResult of(JsonNode job) {
        return new SyncResult(
                job.path("request").path("operation").asString(""),
                job.path("result"),
                job.path("progress").path("sent").asLong(0));
    }

    /// How many differences there still are.
    long left() {
        return switch (operation) {
            case "check", "rebuild" -> count("missing") + count("stale") + count("orphaned");
            default -> count("left");
        };
    }

    String sentence() {
        return switch (operation) {
            case "check" -> compared() + ".";
            case "full" -> compared() + "; " + mended() + ".";
            case "repair" -> mended() + ".";
            case "rebuild" -> sent + " sent; " + compared() + ".";
            default -> sent + " sent.";
        };
    }

    private String compared() {
        return count("checked") + " compared: " + count("missing") + " missing, " + count("stale") + " stale, "
                + count("orphaned") + " orphaned";
    }

    private String mended() {
        return count("repaired") + " repaired, " + count("gone") + " gone by themselves, " + count("left") + " left";
    }

    private long count(String name) {
        return counts.path(name).asLong(0);
    }
}
