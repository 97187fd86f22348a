package io.memlog.consumer.processing;

import io.memlog.consumer.processing.ApplyResult.Culprit;
import io.memlog.consumer.processing.ApplyResult.Shut;
import io.memlog.consumer.processing.BatchBisector.Depth;
import io.memlog.consumer.processing.DeadLetterPublisher.Loss;
import io.memlog.consumer.processing.OutageScope.Verdict;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/// Settles tasks that cannot be written together, each tenant by itself. A tenant whose writes fail while the index
/// is well holds up the others once, for as long as a failing event is tried again; then its events are buried, and
/// hold up nobody, until one of its writes succeeds.
final class PartialFailureHandler {

    private static final String INDEX_UNAVAILABLE = "index_unavailable";

    private final BatchBisector isolation;
    private final RecordRetrier retry;
    private final OutageDetector outage;
    private final DeadLetterPublisher burial;
    private final TenantHealth tenants;
    private final OutageScope proof;
    private final RetryProperties retries;
    private final Clock clock;

    PartialFailureHandler(
            BatchBisector isolation,
            RecordRetrier retry,
            OutageDetector outage,
            DeadLetterPublisher burial,
            TenantHealth tenants,
            OutageScope proof,
            RetryProperties retries,
            Clock clock) {
        this.isolation = isolation;
        this.retry = retry;
        this.outage = outage;
        this.burial = burial;
        this.tenants = tenants;
        this.proof = proof;
        this.retries = retries;
        this.clock = clock;
    }

    /// Settles a task that failed by itself.
    void settle(Culprit culprit, Batch batch) throws BatchCancelledException, OutageException {
        settle(tasks(retry.judge(List.of(culprit), batch)), 1, batch);
    }

    /// @param tried how often the tasks were tried before
    void settle(List<IndexTask> tasks, int tried, Batch batch) throws BatchCancelledException, OutageException {
        var since = clock.instant();
        var attempts = tried;
        var waits = retries.waits().iterator();
        var rest = tasks;
        while (!rest.isEmpty()) {
            var shut = round(rest, Depth.TENANT, batch);
            attempts++;
            rest = tasks(withoutTroubled(shut, attempts, batch));
            if (!waits.hasNext()) {
                break;
            }
            if (!rest.isEmpty()) {
                batch.waiting().pause(waits.next());
            }
        }
        blame(rest, attempts, since, batch);
    }

    /// Those who are known to be in trouble are waited for no more.
    private List<Shut> withoutTroubled(List<Shut> shut, int attempts, Batch batch)
            throws BatchCancelledException, OutageException {
        var known = shut.stream().filter(this::isKnown).toList();
        var others = shut.stream().filter(each -> !isKnown(each)).toList();
        bury(round(tasks(known), Depth.TASK, batch), attempts + 1, batch);
        return others;
    }

    private boolean isKnown(Shut shut) {
        return tenants.isTroubled(shut.task().tenant());
    }

    /// Saves every single one that can be saved, and buries the others once the trouble is known to be theirs.
    private void blame(List<IndexTask> tasks, int tried, Instant since, Batch batch)
            throws BatchCancelledException, OutageException {
        var attempts = tried;
        var rest = tasks;
        while (!rest.isEmpty()) {
            var shut = round(rest, Depth.TASK, batch);
            attempts++;
            var verdict = proof.on(shut, since);
            if (verdict == Verdict.OPEN && !shut.isEmpty()) {
                outage.rest(shut.getFirst().cause(), batch.waiting());
                rest = tasks(shut);
            } else {
                bury(shut, attempts, batch);
                remember(shut, verdict, since);
                rest = List.of();
            }
        }
    }

    /// Tries each once.
    ///
    /// @return those for which the index was away
    private List<Shut> round(List<IndexTask> tasks, Depth depth, Batch batch)
            throws BatchCancelledException, OutageException {
        var findings = isolation.split(tasks, batch, depth);
        return Stream.concat(findings.shut().stream(), retry.judge(findings.culprits(), batch).stream())
                .toList();
    }

    private void bury(List<Shut> shut, int attempts, Batch batch) throws BatchCancelledException {
        burial.bury(
                shut.stream()
                        .map(each -> new Loss(each.task(), INDEX_UNAVAILABLE, each.cause(), attempts))
                        .toList(),
                batch);
    }

    private void remember(List<Shut> shut, Verdict verdict, Instant since) {
        if (verdict == Verdict.THEIRS_ALONE) {
            shut.stream()
                    .map(each -> each.task().tenant())
                    .filter(tenant -> !tenants.wroteSince(since, tenant))
                    .forEach(tenants::troubled);
        }
    }

    private static List<IndexTask> tasks(List<Shut> shut) {
        return shut.stream().map(Shut::task).toList();
    }
}
