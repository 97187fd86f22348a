package io.memlog.consumer.processing;

import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.processing.ApplyResult.FailedTask;
import io.memlog.consumer.processing.ApplyResult.UnavailableTask;
import io.memlog.consumer.processing.DeadLetterPublisher.GivenUpTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Retries tasks that fail on their own, each by itself, and publishes those that keep failing as dead
/// letters.
final class RecordRetrier {

    private static final String APPLY_FAILED = "apply_failed";

    private final ApplyAttempt attempt;
    private final DeadLetterPublisher deadLetters;
    private final List<Duration> delays;

    RecordRetrier(ApplyAttempt attempt, DeadLetterPublisher deadLetters, List<Duration> delays) {
        this.attempt = attempt;
        this.deadLetters = deadLetters;
        this.delays = delays;
    }

    /// @return the tasks for which a dependency is unavailable; all others are applied or dead letters
    List<UnavailableTask> retry(List<FailedTask> failed, Batch batch) throws BatchCancelledException, OutageException {
        var run = new RetryRun(batch);
        var open = run.deadLetterNonRetryable(failed);
        for (var delay : delays) {
            if (open.isEmpty()) {
                break;
            }
            batch.sleeper().sleep(delay);
            open = run.retryEach(open);
        }
        deadLetters.publish(
                open.stream()
                        .map(each -> new GivenUpTask(each.task(), APPLY_FAILED, each.cause(), run.attempts))
                        .toList(),
                batch);
        return List.copyOf(run.unavailable);
    }

    private final class RetryRun {

        private final Batch batch;
        private final List<UnavailableTask> unavailable = new ArrayList<>();
        private int attempts = 1;

        RetryRun(Batch batch) {
            this.batch = batch;
        }

        /// @return the tasks that fail again
        List<FailedTask> retryEach(List<FailedTask> open) throws BatchCancelledException, OutageException {
            attempts++;
            List<FailedTask> failed = new ArrayList<>();
            for (var each : open) {
                var task = each.task();
                switch (attempt.run(List.of(task), batch)) {
                    case ApplyResult.Applied() -> {}
                    case ApplyResult.Failed(var cause) -> failed.add(new FailedTask(task, cause));
                    case ApplyResult.Unavailable(var cause) -> unavailable.add(new UnavailableTask(task, cause));
                }
            }
            return deadLetterNonRetryable(failed);
        }

        /// @return the other tasks
        List<FailedTask> deadLetterNonRetryable(List<FailedTask> failed)
                throws BatchCancelledException, OutageException {
            List<FailedTask> others = new ArrayList<>();
            List<GivenUpTask> givenUp = new ArrayList<>();
            for (var each : failed) {
                if (each.cause() instanceof NonRetryableException cause) {
                    givenUp.add(new GivenUpTask(each.task(), cause.reason(), cause, attempts));
                } else {
                    others.add(each);
                }
            }
            deadLetters.publish(givenUp, batch);
            return others;
        }
    }
}
