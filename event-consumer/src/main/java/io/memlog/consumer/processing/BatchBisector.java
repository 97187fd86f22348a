package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.processing.ApplyResult.Culprit;
import io.memlog.consumer.processing.ApplyResult.Shut;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Splits tasks that failed together, by tenant and then in halves, until those that fail on their own are
/// found; on the way it writes all others.
final class BatchBisector {

    /// So many tasks, spread over all of a tenant, tell whether the index is away for all of them.
    private static final int SAMPLE = 8;

    private final ApplyAttempt attempt;

    BatchBisector(ApplyAttempt attempt) {
        this.attempt = attempt;
    }

    /// @param depth how far to look behind an index that is away for a group
    Findings split(List<IndexTask> tasks, Batch batch, Depth depth) throws BatchCancelledException, OutageException {
        var search = new Search(batch, depth);
        for (var ofOneTenant : byTenant(tasks)) {
            if (depth == Depth.TASK && ofOneTenant.size() > SAMPLE) {
                search.afterSample(ofOneTenant);
            } else {
                search.attempt(ofOneTenant);
            }
        }
        return search.findings();
    }

    enum Depth {
        TENANT,
        TASK
    }

    private static List<List<IndexTask>> byTenant(List<IndexTask> tasks) {
        return List.copyOf(tasks.stream()
                .collect(groupingBy(IndexTask::tenant, LinkedHashMap::new, toList()))
                .values());
    }

    record Findings(List<Culprit> culprits, List<Shut> shut) {}

    private final class Search {

        private final Batch batch;
        private final Depth depth;
        private final List<Culprit> culprits = new ArrayList<>();
        private final List<Shut> shut = new ArrayList<>();

        Search(Batch batch, Depth depth) {
            this.batch = batch;
            this.depth = depth;
        }

        /// Tries some by themselves. While the index is away for each of these, it is for the others.
        void afterSample(List<IndexTask> ofOneTenant) throws BatchCancelledException, OutageException {
            var sample = sampleOf(ofOneTenant);
            var others =
                    ofOneTenant.stream().filter(task -> !sample.contains(task)).toList();
            var before = shut.size();
            for (var task : sample) {
                attempt(List.of(task));
            }
            if (shut.size() - before == sample.size()) {
                shutOut(others, shut.getLast().cause());
            } else {
                attempt(others);
            }
        }

        private static List<IndexTask> sampleOf(List<IndexTask> tasks) {
            return IntStream.range(0, SAMPLE)
                    .mapToObj(number -> tasks.get(number * tasks.size() / SAMPLE))
                    .toList();
        }

        void attempt(List<IndexTask> tasks) throws BatchCancelledException, OutageException {
            switch (attempt.on(tasks, batch)) {
                case ApplyResult.Done() -> {}
                case ApplyResult.Away(var cause) -> {
                    if (depth == Depth.TASK && tasks.size() > 1) {
                        halves(tasks);
                    } else {
                        shutOut(tasks, cause);
                    }
                }
                case ApplyResult.Failed(var failure) -> {
                    if (tasks.size() > 1) {
                        halves(tasks);
                    } else {
                        culprits.add(new Culprit(tasks.getFirst(), failure));
                    }
                }
            }
        }

        private void halves(List<IndexTask> tasks) throws BatchCancelledException, OutageException {
            var middle = tasks.size() / 2;
            attempt(tasks.subList(0, middle));
            attempt(tasks.subList(middle, tasks.size()));
        }

        private void shutOut(List<IndexTask> tasks, IndexUnavailableException cause) {
            tasks.forEach(task -> shut.add(new Shut(task, cause)));
        }

        Findings findings() {
            return new Findings(List.copyOf(culprits), List.copyOf(shut));
        }
    }
}
