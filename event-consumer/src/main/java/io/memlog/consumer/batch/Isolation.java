package io.memlog.consumer.batch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.batch.Outcome.Culprit;
import io.memlog.consumer.batch.Outcome.Shut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/// Splits tasks that failed together, by tenant and then in halves, until those that fail on their own are
/// found; on the way it writes all others.
final class Isolation {

    /// Enough to find one task among five hundred.
    private static final int MOST_AWAY_IN_A_ROW = 10;

    private final Attempt attempt;

    Isolation(Attempt attempt) {
        this.attempt = attempt;
    }

    /// @param depth how far to look behind an index that is away for a group
    Findings split(List<Task> tasks, Batch batch, Depth depth) throws WoundUpException, OutageException {
        var search = new Search(batch, depth);
        for (var ofOneTenant : byTenant(tasks)) {
            search.begin(ofOneTenant);
        }
        return search.findings();
    }

    enum Depth {
        TENANT,
        TASK
    }

    private static List<List<Task>> byTenant(List<Task> tasks) {
        return List.copyOf(tasks.stream()
                .collect(groupingBy(Task::tenant, LinkedHashMap::new, toList()))
                .values());
    }

    record Findings(List<Culprit> culprits, List<Shut> shut) {}

    private final class Search {

        private final Batch batch;
        private final Depth depth;
        private final List<Culprit> culprits = new ArrayList<>();
        private final List<Shut> shut = new ArrayList<>();
        private final List<IndexUnavailableException> awayInARow = new ArrayList<>();

        Search(Batch batch, Depth depth) {
            this.batch = batch;
            this.depth = depth;
        }

        void begin(List<Task> ofOneTenant) throws WoundUpException, OutageException {
            awayInARow.clear();
            attempt(ofOneTenant);
        }

        private void attempt(List<Task> tasks) throws WoundUpException, OutageException {
            if (awayInARow.size() == MOST_AWAY_IN_A_ROW) {
                shutOut(tasks, awayInARow.getLast());
                return;
            }
            switch (attempt.on(tasks, batch)) {
                case Outcome.Done() -> awayInARow.clear();
                case Outcome.Away(var cause) -> {
                    awayInARow.add(cause);
                    if (depth == Depth.TASK && tasks.size() > 1) {
                        halves(tasks);
                    } else {
                        shutOut(tasks, cause);
                    }
                }
                case Outcome.Failed(var failure) -> {
                    awayInARow.clear();
                    if (tasks.size() > 1) {
                        halves(tasks);
                    } else {
                        culprits.add(new Culprit(tasks.getFirst(), failure));
                    }
                }
            }
        }

        private void halves(List<Task> tasks) throws WoundUpException, OutageException {
            var middle = tasks.size() / 2;
            attempt(tasks.subList(0, middle));
            attempt(tasks.subList(middle, tasks.size()));
        }

        private void shutOut(List<Task> tasks, IndexUnavailableException cause) {
            tasks.forEach(task -> shut.add(new Shut(task, cause)));
        }

        Findings findings() {
            return new Findings(List.copyOf(culprits), List.copyOf(shut));
        }
    }
}
