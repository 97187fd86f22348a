package io.memlog.api.operations.jobs;

import io.memlog.consumer.processing.Backoff;
import java.time.Clock;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// Runs one job until it ends, is lost to another instance, or the application stops.
final class JobExecution {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecution.class);

    private final JobContext running;
    private final JobHandler kind;
    private final int chunk;
    private final Backoff backoff;
    private final FailureClassifier troubles;
    private final StopSignal stop;
    private final Clock clock;
    private @Nullable String trouble;

    JobExecution(
            JobContext running,
            JobHandler kind,
            int chunk,
            Backoff backoff,
            FailureClassifier troubles,
            StopSignal stop,
            Clock clock) {
        this.running = running;
        this.kind = kind;
        this.chunk = chunk;
        this.backoff = backoff;
        this.troubles = troubles;
        this.stop = stop;
        this.clock = clock;
    }

    /// @return the job as it ended; null when it goes on elsewhere, or later
    @Nullable
    Job toItsEnd() throws InterruptedException {
        log(Level.INFO, "A job goes on");
        try {
            while (!stop.requested()) {
                if (step()) {
                    log(Level.INFO, "A job has ended");
                    return running.job();
                }
            }
            running.release();
        } catch (LeaseLostException e) {
            LOG.atInfo().addKeyValue("job", running.job().id()).log("A job goes on elsewhere");
        }
        return null;
    }

    /// @return whether the job has ended
    private boolean step() throws InterruptedException {
        try {
            if (trouble != null) {
                running.refresh();
            }
            kind.finish(running);
            allIsWell();
            return !running.begin(kind, chunk, clock::instant);
        } catch (LeaseLostException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            var passing = troubles.toWaitOut(e);
            if (passing.isEmpty()) {
                return fail(e);
            }
            waitOut(passing.get(), e);
            return false;
        }
    }

    private boolean fail(Throwable failure) {
        LOG.atError()
                .setCause(failure)
                .addKeyValue("job", running.job().id())
                .addKeyValue("kind", kind.name())
                .log("A job met an error");
        running.fail(FailureClassifier.describe(failure), clock.instant());
        return true;
    }

    private void waitOut(String what, Throwable cause) throws InterruptedException {
        if (!Objects.equals(trouble, what)) {
            LOG.atWarn()
                    .addKeyValue("job", running.job().id())
                    .addKeyValue("cause", cause.toString())
                    .log("A job waits: {}", what);
        }
        trouble = what;
        note("waiting: " + what);
        stop.pause(backoff.next());
    }

    private void allIsWell() {
        if (trouble != null) {
            LOG.atInfo().addKeyValue("job", running.job().id()).log("A job waits no more");
            trouble = null;
            backoff.reset();
            running.note(null);
        }
    }

    private void note(String waitsFor) {
        try {
            running.note(waitsFor);
        } catch (RuntimeException e) {
            LOG.atDebug().setCause(e).log("What a job waits for could not be noted");
        }
    }

    private void log(Level level, String message) {
        var job = running.job();
        LOG.atLevel(level)
                .addKeyValue("job", job.id())
                .addKeyValue("kind", job.kind())
                .addKeyValue("state", job.state().wireName())
                .addKeyValue("done", job.progress().done())
                .addKeyValue("total", job.progress().total())
                .log(message);
    }
}
