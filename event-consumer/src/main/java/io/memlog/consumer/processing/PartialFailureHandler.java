package io.memlog.consumer.processing;

import io.memlog.consumer.processing.ApplyResult.FailedTask;
import io.memlog.consumer.processing.ApplyResult.UnavailableTask;
import io.memlog.consumer.processing.BatchBisector.Granularity;
import io.memlog.consumer.processing.DeadLetterPublisher.GivenUpTask;
import io.memlog.consumer.processing.OutageScope.Verdict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Applies tasks that failed together, each tenant by itself, while the probe passes.
///
/// | tenant | its records |
/// |---|---|
/// | writes start to fail | retried with the delays of a failing record, then dead letters |
/// | known to be unhealthy | tried once more, then dead letters, until one of its writes succeeds |
final class PartialFailureHandler {

    private static final String INDEX_UNAVAILABLE = "index_unavailable";

    private final BatchBisector bisector;
    private final RecordRetrier retrier;
    private final OutageDetector outage;
    private final DeadLetterPublisher deadLetters;
    private final TenantHealth tenants;
    private final OutageScope scope;
    private final List<Duration> retryDelays;
    private final Clock clock;

    PartialFailureHandler(
            BatchBisector bisector,
            RecordRetrier retrier,
            OutageDetector outage,
            DeadLetterPublisher deadLetters,
            TenantHealth tenants,
            OutageScope scope,
            List<Duration> retryDelays,
            Clock clock) {
        this.bisector = bisector;
        this.retrier = retrier;
        this.outage = outage;
        this.deadLetters = deadLetters;
        this.tenants = tenants;
        this.scope = scope;
        this.retryDelays = retryDelays;
        this.clock = clock;
    }

    /// Handles a task that failed on its own.
    void handle(FailedTask failed, Batch batch) throws BatchCancelledException, OutageException {
        handle(tasks(retrier.retry(List.of(failed), batch)), 1, batch);
    }

    /// @param tried how many times the tasks were tried before
    void handle(List<IndexTask> tasks, int tried, Batch batch) throws BatchCancelledException, OutageException {
        var since = clock.instant();
        var attempts = tried;
        var delays = retryDelays.iterator();
        var remaining = tasks;
        while (!remaining.isEmpty()) {
            var unavailable = tryEach(remaining, Granularity.TENANT, batch);
            attempts++;
            remaining = tasks(dropKnownUnhealthy(unavailable, attempts, batch));
            if (!delays.hasNext()) {
                break;
            }
            if (!remaining.isEmpty()) {
                batch.sleeper().sleep(delays.next());
            }
        }
        deadLetterRemaining(remaining, attempts, since, batch);
    }

    private List<UnavailableTask> dropKnownUnhealthy(List<UnavailableTask> unavailable, int attempts, Batch batch)
            throws BatchCancelledException, OutageException {
        var unhealthy = unavailable.stream().filter(this::isKnownUnhealthy).toList();
        var others =
                unavailable.stream().filter(each -> !isKnownUnhealthy(each)).toList();
        publish(tryEach(tasks(unhealthy), Granularity.TASK, batch), attempts + 1, batch);
        return others;
    }

    private boolean isKnownUnhealthy(UnavailableTask unavailable) {
        return tenants.isUnhealthy(unavailable.task().tenant());
    }

    /// Applies every task that can be applied, and publishes the others as dead letters once the verdict is
    /// known.
    private void deadLetterRemaining(List<IndexTask> tasks, int tried, Instant since, Batch batch)
            throws BatchCancelledException, OutageException {
        var attempts = tried;
        var remaining = tasks;
        while (!remaining.isEmpty()) {
            var unavailable = tryEach(remaining, Granularity.TASK, batch);
            attempts++;
            var verdict = scope.determine(unavailable, since);
            if (verdict == Verdict.PENDING && !unavailable.isEmpty()) {
                outage.backOff(unavailable.getFirst().cause(), batch.sleeper());
                remaining = tasks(unavailable);
            } else {
                publish(unavailable, attempts, batch);
                if (verdict == Verdict.TENANT_ONLY) {
                    markUnhealthy(unavailable, since);
                }
                remaining = List.of();
            }
        }
    }

    /// @return the tasks for which a dependency is unavailable; others are acknowledged
    private List<UnavailableTask> tryEach(List<IndexTask> tasks, Granularity granularity, Batch batch)
            throws BatchCancelledException, OutageException {
        var failures = bisector.split(tasks, batch, granularity);
        return Stream.concat(failures.unavailable().stream(), retrier.retry(failures.failed(), batch).stream())
                .toList();
    }

    private void publish(List<UnavailableTask> unavailable, int attempts, Batch batch)
            throws BatchCancelledException, OutageException {
        deadLetters.publish(
                unavailable.stream()
                        .map(each -> new GivenUpTask(each.task(), INDEX_UNAVAILABLE, each.cause(), attempts))
                        .toList(),
                batch);
    }

    private void markUnhealthy(List<UnavailableTask> unavailable, Instant since) {
        unavailable.stream()
                .map(each -> each.task().tenant())
                .filter(tenant -> !tenants.hasWrittenSince(since, tenant))
                .forEach(tenants::markUnhealthy);
    }

    private static List<IndexTask> tasks(List<UnavailableTask> unavailable) {
        return unavailable.stream().map(UnavailableTask::task).toList();
    }
}
