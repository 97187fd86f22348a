package io.memlog.cli.jobs;

import io.memlog.cli.server.Answer;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Style;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// A job as Memlog answered it.
final class Job {

    private static final Set<String> AT_WORK = Set.of("queued", "running");

    private final Answer answer;
    private final JsonNode job;

    Job(Answer answer) {
        this.answer = answer;
        this.job = answer.json();
    }

    String text() {
        return answer.text();
    }

    String id() {
        return job.path("id").asString("");
    }

    String state() {
        return job.path("state").asString("unknown");
    }

    /// Whether it has ended and no dead letter is on its way any more.
    boolean isSettled() {
        return !AT_WORK.contains(state()) && letters("replaying") == 0;
    }

    double fraction() {
        var total = count("total");
        return total == 0 ? -1 : (double) (count("done") - letters("replaying")) / total;
    }

    /// How far it is.
    String progress() {
        if (AT_WORK.contains(state())) {
            return count("done") + " of " + count("total");
        }
        return "waiting for " + letters("replaying") + " dead letters to be settled";
    }

    int exitCode() {
        return switch (state()) {
            case "failed" -> ExitCode.FAILED;
            case "completed" -> left() == 0 ? ExitCode.DONE : ExitCode.DONE_IN_PART;
            default -> ExitCode.DONE_IN_PART;
        };
    }

    /// How much the job could not bring in order.
    private long left() {
        return letters("open")
                + letters("parked")
                + letters("replaying")
                + SyncResult.of(job).left();
    }

    Style style() {
        return exitCode() == ExitCode.DONE ? Style.GOOD : Style.WARNING;
    }

    /// What came of it, in a sentence or two.
    String outcome() {
        var what = switch (state()) {
            case "completed" -> completed();
            case "failed" ->
                "The job failed after " + done() + ": " + job.path("error").asString("unknown") + ".";
            case "cancelled" -> "The job was cancelled after " + done() + ".";
            default ->
                "The job is " + state() + ", " + done() + " done; memlog jobs wait " + id() + " goes on waiting.";
        };
        return (what + " " + lettersOutcome()).strip();
    }

    private String completed() {
        return switch (job.path("kind").asString("")) {
            case "archive" -> count("sent") + " archived.";
            case "archive_restore" -> count("sent") + " restored, " + count("skipped") + " were there.";
            case "sync" -> SyncResult.of(job).sentence();
            default -> job.path("letters").isObject() ? "" : count("sent") + " sent, " + count("skipped") + " skipped.";
        };
    }

    private String lettersOutcome() {
        if (!job.path("letters").isObject()) {
            return "";
        }
        var underway = letters("replaying");
        return letters("replayed") + " replayed, " + letters("skipped") + " skipped, " + letters("open")
                + " failed again, " + letters("parked") + " parked"
                + (underway == 0 ? "." : ", " + underway + " not settled yet.");
    }

    private String done() {
        return count("done") + " of " + count("total");
    }

    private long count(String name) {
        return job.path("progress").path(name).asLong(0);
    }

    private long letters(String name) {
        return job.path("letters").path(name).asLong(0);
    }
}
