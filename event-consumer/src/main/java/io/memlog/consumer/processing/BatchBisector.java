package io.memlog.consumer.processing;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.processing.ApplyResult.FailedTask;
import io.memlog.consumer.processing.ApplyResult.UnavailableTask;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Splits tasks that failed together by tenant and then in halves, until it finds the tasks that fail on
/// their own. All others are applied on the way.
final class BatchBisector {

    /// If all of this many tasks, spread evenly over those of a tenant, are unavailable, then so are the
    /// others.
    private static final int SAMPLE_SIZE = 8;

    private final ApplyAttempt attempt;

    BatchBisector(ApplyAttempt attempt) {
        this.attempt = attempt;
    }

    /// @param granularity how far to split a group for which a dependency is unavailable
    Failures split(List<IndexTask> tasks, Batch batch, Granularity granularity)
            throws BatchCancelledException, OutageException {
        var bisection = new Bisection(batch, granularity);
        for (var ofOneTenant : byTenant(tasks)) {
            if (granularity == Granularity.TASK && ofOneTenant.size() > SAMPLE_SIZE) {
                bisection.attemptAfterSample(ofOneTenant);
            } else {
                bisection.attempt(ofOneTenant);
            }
        }
        return bisection.failures();
    }

    enum Granularity {
        TENANT,
        TASK
    }

    private static List<List<IndexTask>> byTenant(List<IndexTask> tasks) {
        return List.copyOf(tasks.stream()
                .collect(groupingBy(IndexTask::tenant, LinkedHashMap::new, toList()))
                .values());
    }

    record Failures(List<FailedTask> failed, List<UnavailableTask> unavailable) {}

    private final class Bisection {

        private final Batch batch;
        private final Granularity granularity;
        private final List<FailedTask> failed = new ArrayList<>();
        private final List<UnavailableTask> unavailable = new ArrayList<>();

        Bisection(Batch batch, Granularity granularity) {
            this.batch = batch;
            this.granularity = granularity;
        }

        /// Attempts each task of a sample; if all of them are unavailable, the others are not attempted.
        void attemptAfterSample(List<IndexTask> ofOneTenant) throws BatchCancelledException, OutageException {
            var sample = sampleOf(ofOneTenant);
            var others =
                    ofOneTenant.stream().filter(task -> !sample.contains(task)).toList();
            var before = unavailable.size();
            for (var task : sample) {
                attempt(List.of(task));
            }
            if (unavailable.size() - before == sample.size()) {
                markUnavailable(others, unavailable.getLast().cause());
            } else {
                attempt(others);
            }
        }

        private static List<IndexTask> sampleOf(List<IndexTask> tasks) {
            return IntStream.range(0, SAMPLE_SIZE)
                    .mapToObj(number -> tasks.get(number * tasks.size() / SAMPLE_SIZE))
                    .toList();
        }

        void attempt(List<IndexTask> tasks) throws BatchCancelledException, OutageException {
            switch (attempt.run(tasks, batch)) {
                case ApplyResult.Applied() -> {}
                case ApplyResult.Unavailable(var cause) -> {
                    if (granularity == Granularity.TASK && tasks.size() > 1) {
                        bisect(tasks);
                    } else {
                        markUnavailable(tasks, cause);
                    }
                }
                case ApplyResult.Failed(var cause) -> {
                    if (tasks.size() > 1) {
                        bisect(tasks);
                    } else {
                        failed.add(new FailedTask(tasks.getFirst(), cause));
                    }
                }
            }
        }

        private void bisect(List<IndexTask> tasks) throws BatchCancelledException, OutageException {
            var middle = tasks.size() / 2;
            attempt(tasks.subList(0, middle));
            attempt(tasks.subList(middle, tasks.size()));
        }

        private void markUnavailable(List<IndexTask> tasks, IndexUnavailableException cause) {
            tasks.forEach(task -> unavailable.add(new UnavailableTask(task, cause)));
        }

        Failures failures() {
            return new Failures(List.copyOf(failed), List.copyOf(unavailable));
        }
    }
}
