package io.memlog.consumer.batch;

import static java.util.stream.Collectors.toSet;

import io.memlog.schemas.memory.Tenant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Settles the tasks of a batch: together when all is well, otherwise whatever can be written first, and
/// then those in trouble. An outage is waited out; it is nobody's fault and buries nothing.
final class Settlement {

    private static final int DOUBTS = 2;
    private static final int MOST_AWAY = 3;
    private static final int MOST_AWAY_AT_LAST = 10;
    private static final String INDEX_UNAVAILABLE = "index_unavailable";

    private final Attempt attempt;
    private final Isolation isolation;
    private final Outage outage;
    private final Retry retry;
    private final Burial burial;
    private final Patience patience;
    private final Tenants tenants;
    private final long mostBytes;

    /// @param mostBytes how much one write brings at most
    Settlement(
            Attempt attempt,
            Isolation isolation,
            Outage outage,
            Retry retry,
            Burial burial,
            Patience patience,
            Tenants tenants,
            long mostBytes) {
        this.attempt = attempt;
        this.isolation = isolation;
        this.outage = outage;
        this.retry = retry;
        this.burial = burial;
        this.patience = patience;
        this.tenants = tenants;
        this.mostBytes = mostBytes;
    }

    void settle(List<Task> tasks, Batch batch) throws WoundUpException {
        var troubled =
                tasks.stream().filter(task -> tenants.isTroubled(task.tenant())).toList();
        var calm = tasks.stream()
                .filter(task -> !tenants.isTroubled(task.tenant()))
                .toList();
        for (var slice : Slices.of(calm, mostBytes)) {
            together(slice, batch);
        }
        for (var slice : Slices.of(troubled, mostBytes)) {
            apart(slice, batch);
        }
    }

    private void together(List<Task> tasks, Batch batch) throws WoundUpException {
        var doubts = 0;
        while (!tasks.isEmpty()) {
            switch (attempt.on(tasks, batch)) {
                case Outcome.Done() -> {
                    return;
                }
                case Outcome.Away(var cause) -> {
                    doubts = outage.waitOut(cause, batch.waiting()) && cause.retryAfter() == null ? doubts + 1 : 0;
                    if (doubts == DOUBTS) {
                        apart(tasks, batch);
                        return;
                    }
                }
                case Outcome.Failed(var failure) -> {
                    var away = outage.probe();
                    if (away == null) {
                        failed(tasks, failure, batch);
                        return;
                    }
                    outage.waitOut(away, batch.waiting());
                    doubts = 0;
                }
            }
        }
    }

    private void failed(List<Task> tasks, Throwable failure, Batch batch) throws WoundUpException {
        if (tasks.size() > 1) {
            apart(tasks, batch);
        } else {
            var deferred = retry.judge(List.of(new Outcome.Culprit(tasks.getFirst(), failure)), batch);
            together(deferred.tasks(), batch);
        }
    }

    /// Writes what can be written and waits for the rest, though not for ever: a store that answers, and
    /// refuses some tenants only, does not hold up the others.
    private void apart(List<Task> tasks, Batch batch) throws WoundUpException {
        var rest = tasks;
        var since = patience.start();
        while (!rest.isEmpty()) {
            var findings = isolation.split(rest, batch, Isolation.Depth.TENANT, MOST_AWAY);
            var deferred = retry.judge(findings.culprits(), batch);
            var cause = findings.cause() == null ? deferred.cause() : findings.cause();
            var away = joined(findings.away(), deferred.tasks());
            if (cause == null) {
                return;
            }
            if (cause.retryAfter() == null
                    && outage.probe() == null
                    && patience.isSpent(since, tenantsOf(away), cause)) {
                rest = joined(findings.untried(), lastChance(away, batch));
                since = patience.start();
            } else {
                rest = joined(findings.untried(), away);
                since = outage.waitOut(cause, batch.waiting()) ? since : patience.start();
            }
        }
    }

    /// Saves every single one that can be saved, and buries the others.
    private List<Task> lastChance(List<Task> tasks, Batch batch) throws WoundUpException {
        var findings = isolation.split(tasks, batch, Isolation.Depth.TASK, MOST_AWAY_AT_LAST);
        var deferred = retry.judge(findings.culprits(), batch);
        var lost = joined(findings.untried(), findings.away());
        var cause = findings.cause();
        if (cause == null) {
            return deferred.tasks();
        }
        if (cause.retryAfter() != null || outage.probe() != null) {
            return joined(lost, deferred.tasks());
        }
        for (var task : lost) {
            burial.bury(task, INDEX_UNAVAILABLE, cause, 1, batch);
            tenants.troubled(task.tenant());
        }
        outage.over();
        return deferred.tasks();
    }

    private static Set<Tenant> tenantsOf(List<Task> tasks) {
        return tasks.stream().map(Task::tenant).collect(toSet());
    }

    private static List<Task> joined(List<Task> some, List<Task> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }
}
