package io.memlog.cli.operations;

import io.memlog.cli.client.ApiCommand;
import io.memlog.cli.client.ApiException;
import io.memlog.cli.client.RequestPath;
import io.memlog.cli.terminal.ExitCode;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.Table;
import java.time.Duration;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A command whose request becomes a job: submits it, polls it until it is finished, and says what came of it.
public abstract class JobSubmissionCommand extends ApiCommand {

    private static final int ACCEPTED = 202;
    private static final Duration MIN_POLL_INTERVAL = Duration.ofMillis(100);
    private static final Duration MAX_POLL_INTERVAL = Duration.ofSeconds(2);

    @Option(names = "--no-wait", order = 50, description = "returns at once; memlog jobs wait waits for the job later")
    private boolean noWait;

    @Option(
            names = "--wait-timeout",
            paramLabel = "SECONDS",
            order = 51,
            defaultValue = "3600",
            description = "how long to wait; the job continues afterwards (3600)")
    private long waitTimeout;

    /// Submits a request, and waits for its job unless `--no-wait` is given. A response without a job, such as that of
    /// a dry run, is only shown.
    ///
    /// @return the exit code
    protected final int submit(RequestPath path, ObjectNode request, Consumer<JsonNode> preview)
            throws InterruptedException {
        request.removeNulls();
        var response = client().post(path, request);
        if (response.status() != ACCEPTED) {
            return show(response, preview);
        }
        var job = new Job(response);
        if (noWait) {
            show(job, "Job " + job.id() + " is started; memlog jobs wait " + job.id() + " waits for it.");
            return ExitCode.DONE;
        }
        info("Job " + job.id() + " is started.");
        return await(job.id());
    }

    /// Shows what the dry run of a replay found.
    ///
    /// @param things what is counted
    protected final void previewReplay(JsonNode found, String things, Table sample) {
        print(found.path("count").asString("?") + " " + things + " match, to be sent at "
                + found.path("rate_per_second").asString("?") + " per second.");
        if (!found.path("sample").isEmpty()) {
            print("");
            sample.print(context(), found.path("sample"));
        }
    }

    final int await(String id) throws InterruptedException {
        var job = poll(id);
        show(job, context().styled(job.style(), job.outcome()));
        return job.exitCode();
    }

    private void show(Job job, String sentence) {
        if (isJson()) {
            context().printJson(job.response().text());
        } else {
            print(sentence);
        }
    }

    /// Returns the job as it is when finished or when the time is up. An outage meanwhile does not end the waiting,
    /// since the job survives it.
    private Job poll(String id) throws InterruptedException {
        var clock = context().clock();
        var end = clock.instant().plusSeconds(waitTimeout);
        var progress = new Progress(context());
        var interval = MIN_POLL_INTERVAL;
        try {
            var job = find(id);
            while (!job.isFinished() && clock.instant().isBefore(end)) {
                progress.update(job.fraction(), job.progress());
                context().sleeper().sleep(interval);
                interval = interval.compareTo(MAX_POLL_INTERVAL) < 0 ? interval.multipliedBy(2) : MAX_POLL_INTERVAL;
                try {
                    job = find(id);
                } catch (ApiException e) {
                    if (!e.isOutage() || !clock.instant().isBefore(end)) {
                        throw e;
                    }
                }
            }
            return job;
        } finally {
            progress.clear();
        }
    }

    private Job find(String id) {
        return new Job(client().get(RequestPath.of("/jobs", id)));
    }
}
