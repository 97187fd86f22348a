package io.memlog.cli.jobs;

import io.memlog.cli.server.Answer;
import io.memlog.cli.server.Server;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.OutputOptions;
import io.memlog.cli.terminal.Surroundings;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/// Brings a request that becomes a job to its end: shows what it would do, or waits and says what came of it.
public record Submitted(Surroundings around, Server server, OutputOptions output, WaitOptions options) {

    private static final int ACCEPTED = 202;

    /// Returns the exit code.
    ///
    /// @param answer the job, or what a dry run found
    /// @param things what is counted
    /// @param sample shows the first of them
    public int finish(Answer answer, String things, Consumer<JsonNode> sample) throws InterruptedException {
        return finish(answer, found -> preview(found, things, sample));
    }

    /// Like the other, for what is not sent.
    ///
    /// @param preview shows what a dry run found
    public int finish(Answer answer, Consumer<JsonNode> preview) throws InterruptedException {
        if (answer.status() != ACCEPTED) {
            if (output.isJson()) {
                around.print(answer.text());
            } else {
                preview.accept(answer.json());
            }
            return ExitCode.DONE;
        }
        var job = new Job(answer);
        if (!options.waits()) {
            show(job, "Job " + job.id() + " is started; memlog jobs wait " + job.id() + " waits for it.");
            return ExitCode.DONE;
        }
        around.say("Job " + job.id() + " is started.");
        return await(job.id());
    }

    int await(String id) throws InterruptedException {
        var job = new JobWatch(server, around, options.patience()).await(id);
        show(job, around.styled(job.style(), job.outcome()));
        return job.exitCode();
    }

    private void show(Job job, String sentence) {
        around.print(output.isJson() ? job.text() : sentence);
    }

    private void preview(JsonNode found, String things, Consumer<JsonNode> sample) {
        around.print(found.path("count").asString("?") + " " + things + " match, which would be sent at "
                + found.path("rate_per_second").asString("?") + " a second.");
        if (!found.path("sample").isEmpty()) {
            around.print("");
            sample.accept(found.path("sample"));
        }
    }
}
