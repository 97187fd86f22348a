package io.memlog.consumer.batch;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.RefusedException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tries tasks that fail on their own again, each by itself, and buries those that cannot be saved.
final class Retry {

    static final String APPLY_FAILED = "apply_failed";

    private final Attempt attempt;
    private final Outage outage;
    private final Burial burial;
    private final RetryProperties settings;

    Retry(Attempt attempt, Outage outage, Burial burial, RetryProperties settings) {
        this.attempt = attempt;
        this.outage = outage;
        this.burial = burial;
        this.settings = settings;
    }

    /// Ends with every culprit in the index, buried, or among the findings because the index went away.
    Deferred judge(List<Outcome.Culprit> culprits, Batch batch) throws WoundUpException {
        var trial = new Trial(batch);
        var open = trial.withoutRefused(culprits);
        for (var wait : settings.waits()) {
            if (open.isEmpty()) {
                break;
            }
            batch.waiting().pause(wait);
            open = trial.round(open);
        }
        for (var culprit : open) {
            burial.bury(culprit.task(), APPLY_FAILED, culprit.cause(), trial.attempts, batch);
        }
        return new Deferred(List.copyOf(trial.away), trial.cause);
    }

    /// @param cause why the index is away, where it is
    record Deferred(List<Task> tasks, @Nullable IndexUnavailableException cause) {}

    private final class Trial {

        private final Batch batch;
        private final List<Task> away = new ArrayList<>();
        private @Nullable IndexUnavailableException cause;
        private int attempts = 1;

        Trial(Batch batch) {
            this.batch = batch;
        }

        List<Outcome.Culprit> round(List<Outcome.Culprit> open) throws WoundUpException {
            attempts++;
            List<Outcome.Culprit> failed = new ArrayList<>();
            for (var culprit : open) {
                switch (attempt.on(List.of(culprit.task()), batch)) {
                    case Outcome.Done() -> {}
                    case Outcome.Failed(var failure) -> failed.add(new Outcome.Culprit(culprit.task(), failure));
                    case Outcome.Away(var found) -> away(culprit.task(), found);
                }
            }
            return suspectStore(withoutRefused(failed));
        }

        /// When the probe fails too, nobody is to blame but the store.
        private List<Outcome.Culprit> suspectStore(List<Outcome.Culprit> failed) {
            if (failed.isEmpty()) {
                return failed;
            }
            var outageFound = outage.probe();
            if (outageFound == null) {
                return failed;
            }
            failed.forEach(culprit -> away(culprit.task(), outageFound));
            return List.of();
        }

        private void away(Task task, IndexUnavailableException found) {
            cause = found;
            away.add(task);
        }

        List<Outcome.Culprit> withoutRefused(List<Outcome.Culprit> culprits) throws WoundUpException {
            List<Outcome.Culprit> others = new ArrayList<>();
            for (var culprit : culprits) {
                if (culprit.cause() instanceof RefusedException refused) {
                    burial.bury(culprit.task(), refused.reason(), refused, attempts, batch);
                } else {
                    others.add(culprit);
                }
            }
            return others;
        }
    }
}
