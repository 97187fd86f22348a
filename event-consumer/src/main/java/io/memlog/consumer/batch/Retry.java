package io.memlog.consumer.batch;

import io.memlog.consumer.RefusedException;
import io.memlog.consumer.batch.Burial.Loss;
import io.memlog.consumer.batch.Outcome.Culprit;
import io.memlog.consumer.batch.Outcome.Shut;
import java.util.ArrayList;
import java.util.List;

/// Tries tasks that fail on their own again, each by itself, and buries those that cannot be saved.
final class Retry {

    static final String APPLY_FAILED = "apply_failed";

    private final Attempt attempt;
    private final Burial burial;
    private final RetryProperties settings;

    Retry(Attempt attempt, Burial burial, RetryProperties settings) {
        this.attempt = attempt;
        this.burial = burial;
        this.settings = settings;
    }

    /// Ends with every culprit in the index, buried, or among those for which the index was away.
    List<Shut> judge(List<Culprit> culprits, Batch batch) throws WoundUpException, OutageException {
        var trial = new Trial(batch);
        var open = trial.withoutRefused(culprits);
        for (var wait : settings.waits()) {
            if (open.isEmpty()) {
                break;
            }
            batch.waiting().pause(wait);
            open = trial.round(open);
        }
        burial.bury(
                open.stream()
                        .map(culprit -> new Loss(culprit.task(), APPLY_FAILED, culprit.cause(), trial.attempts))
                        .toList(),
                batch);
        return List.copyOf(trial.shut);
    }

    private final class Trial {

        private final Batch batch;
        private final List<Shut> shut = new ArrayList<>();
        private int attempts = 1;

        Trial(Batch batch) {
            this.batch = batch;
        }

        List<Culprit> round(List<Culprit> open) throws WoundUpException, OutageException {
            attempts++;
            List<Culprit> failed = new ArrayList<>();
            for (var culprit : open) {
                switch (attempt.on(List.of(culprit.task()), batch)) {
                    case Outcome.Done() -> {}
                    case Outcome.Failed(var failure) -> failed.add(new Culprit(culprit.task(), failure));
                    case Outcome.Away(var cause) -> shut.add(new Shut(culprit.task(), cause));
                }
            }
            return withoutRefused(failed);
        }

        List<Culprit> withoutRefused(List<Culprit> culprits) throws WoundUpException {
            List<Culprit> others = new ArrayList<>();
            List<Loss> lost = new ArrayList<>();
            for (var culprit : culprits) {
                if (culprit.cause() instanceof RefusedException refused) {
                    lost.add(new Loss(culprit.task(), refused.reason(), refused, attempts));
                } else {
                    others.add(culprit);
                }
            }
            burial.bury(lost, batch);
            return others;
        }
    }
}
