package io.memlog.cli.operations;

import io.memlog.cli.client.ApiResponse;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A job of Memlog: its progress and its result.
record Job(ApiResponse response, JsonNode json) {

    private static final Set<String> UNFINISHED = Set.of("queued", "running");

    Job(ApiResponse response) {
        this(response, response.json());
    }

    String id() {
        return json.path("id").asString("");
    }

    /// Whether it has ended and no dead letter that it sent is still being replayed.
    boolean isFinished() {
        return !UNFINISHED.contains(state()) && deadLetters("replaying") == 0;
    }

    double fraction() {
        var total = progress("total");
        return total == 0 ? -1 : (double) (progress("done") - deadLetters("replaying")) / total;
    }

    String progress() {
        return UNFINISHED.contains(state())
                ? done()
                : "waiting for the replay of " + deadLetters("replaying") + " dead letters";
    }

    int exitCode() {
        return switch (state()) {
            case "failed" -> ExitCode.FAILED;
            case "completed" -> isComplete() ? ExitCode.DONE : ExitCode.PARTIAL;
            default -> ExitCode.PARTIAL;
        };
    }

    Style style() {
        return exitCode() == ExitCode.DONE ? Style.GOOD : Style.WARNING;
    }

    /// The result in a sentence or two.
    String outcome() {
        var outcome = switch (state()) {
            case "completed" -> completed();
            case "failed" ->
                "The job failed after " + done() + ": " + json.path("error").asString("unknown") + ".";
            case "cancelled" -> "The job was cancelled after " + done() + ".";
            default ->
                "The job is " + state() + ", " + done() + " done; memlog jobs wait " + id() + " continues to wait.";
        };
        return (outcome + " " + deadLettersOutcome()).strip();
    }

    private String completed() {
        return switch (json.path("kind").asString("")) {
            case "archive" -> progress("sent") + " archived.";
            case "archive_restore" -> progress("sent") + " restored, " + progress("skipped") + " already present.";
            case "sync" -> syncOutcome();
            default ->
                json.path("letters").isObject() ? "" : progress("sent") + " sent, " + progress("skipped") + " skipped.";
        };
    }

    private String syncOutcome() {
        var compared = "%d compared: %d missing, %d stale, %d orphaned"
                .formatted(result("checked"), result("missing"), result("stale"), result("orphaned"));
        var repaired = "%d repaired, %d resolved by themselves, %d left"
                .formatted(result("repaired"), result("gone"), result("left"));
        return switch (operation()) {
            case "check" -> compared + ".";
            case "full" -> compared + "; " + repaired + ".";
            case "repair" -> repaired + ".";
            case "rebuild" -> progress("sent") + " sent; " + compared + ".";
            default -> progress("sent") + " sent.";
        };
    }

    private String deadLettersOutcome() {
        if (!json.path("letters").isObject()) {
            return "";
        }
        var replaying = deadLetters("replaying");
        return deadLetters("replayed") + " replayed, " + deadLetters("skipped") + " skipped, " + deadLetters("open")
                + " failed again, " + deadLetters("parked") + " parked"
                + (replaying == 0 ? "." : ", " + replaying + " still being replayed.");
    }

    /// Whether no dead letter and no discrepancy is left.
    private boolean isComplete() {
        var discrepancies = Set.of("check", "rebuild").contains(operation())
                ? result("missing") + result("stale") + result("orphaned")
                : result("left");
        return discrepancies + deadLetters("open") + deadLetters("parked") + deadLetters("replaying") == 0;
    }

    private String state() {
        return json.path("state").asString("unknown");
    }

    private String operation() {
        return json.path("request").path("operation").asString("");
    }

    private String done() {
        return progress("done") + " of " + progress("total");
    }

    private long progress(String name) {
        return json.path("progress").path(name).asLong(0);
    }

    private long result(String name) {
        return json.path("result").path(name).asLong(0);
    }

    private long deadLetters(String state) {
        return json.path("letters").path(state).asLong(0);
    }
}
