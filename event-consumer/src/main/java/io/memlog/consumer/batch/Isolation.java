package io.memlog.consumer.batch;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.memlog.consumer.IndexUnavailableException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Splits tasks that failed together, by tenant and then in halves, until those that fail on their own are
/// found; on the way it writes all others.
final class Isolation {

    private final Attempt attempt;

    Isolation(Attempt attempt) {
        this.attempt = attempt;
    }

    /// @param depth    how far to look behind an index that is away for a group
    /// @param mostAway how many attempts in a row may find it away before the rest is left untried
    Findings split(List<Task> tasks, Batch batch, Depth depth, int mostAway) throws WoundUpException {
        var search = new Search(batch, depth, mostAway);
        for (var ofOneTenant : byTenant(tasks)) {
            search.attempt(ofOneTenant);
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

    /// @param culprits what failed on its own
    /// @param away     that for which the index was away
    /// @param untried  what was not tried, because the index was away for too many others
    /// @param cause    why the index was away, where it was
    record Findings(
            List<Outcome.Culprit> culprits,
            List<Task> away,
            List<Task> untried,
            @Nullable IndexUnavailableException cause) {}

    private final class Search {

        private final Batch batch;
        private final Depth depth;
        private final int mostAway;
        private final List<Outcome.Culprit> culprits = new ArrayList<>();
        private final List<Task> away = new ArrayList<>();
        private final List<Task> untried = new ArrayList<>();
        private @Nullable IndexUnavailableException cause;
        private int awayInARow;

        Search(Batch batch, Depth depth, int mostAway) {
            this.batch = batch;
            this.depth = depth;
            this.mostAway = mostAway;
        }

        void attempt(List<Task> tasks) throws WoundUpException {
            if (awayInARow >= mostAway || (cause != null && cause.retryAfter() != null)) {
                untried.addAll(tasks);
                return;
            }
            switch (attempt.on(tasks, batch)) {
                case Outcome.Done() -> awayInARow = 0;
                case Outcome.Away(var found) -> {
                    cause = found;
                    awayInARow++;
                    if (depth == Depth.TASK && tasks.size() > 1) {
                        halves(tasks);
                    } else {
                        away.addAll(tasks);
                    }
                }
                case Outcome.Failed(var failure) -> {
                    awayInARow = 0;
                    if (tasks.size() == 1) {
                        culprits.add(new Outcome.Culprit(tasks.getFirst(), failure));
                    } else {
                        halves(tasks);
                    }
                }
            }
        }

        private void halves(List<Task> tasks) throws WoundUpException {
            var middle = tasks.size() / 2;
            attempt(tasks.subList(0, middle));
            attempt(tasks.subList(middle, tasks.size()));
        }

        Findings findings() {
            return new Findings(List.copyOf(culprits), List.copyOf(away), List.copyOf(untried), cause);
        }
    }
}
