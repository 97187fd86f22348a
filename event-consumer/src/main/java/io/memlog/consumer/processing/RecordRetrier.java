package io.memlog.consumer.processing;

import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.processing.ApplyResult.Culprit;
import io.memlog.consumer.processing.ApplyResult.Shut;
import io.memlog.consumer.processing.DeadLetterPublisher.Loss;
import java.util.ArrayList;
import java.util.List;

/// Tries tasks that fail on their own again, each by itself, and buries those that cannot be saved.
final class RecordRetrier {

    static final String APPLY_FAILED = "apply_failed";

    private final ApplyAttempt attempt;
    private final DeadLetterPublisher burial;
    private final RetryProperties settings;

    RecordRetrier(ApplyAttempt attempt, DeadLetterPublisher burial, RetryProperties settings) {
        this.attempt = attempt;
        this.burial = burial;
        this.settings = settings;
    }

    /// Ends with every culprit in the index, buried, or among those for which the index was away.
    List<Shut> judge(List<Culprit> culprits, Batch batch) throws BatchCancelledException, OutageException {
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

        List<Culprit> round(List<Culprit> open) throws BatchCancelledException, OutageException {
            attempts++;
            List<Culprit> failed = new ArrayList<>();
            for (var culprit : open) {
                switch (attempt.on(List.of(culprit.task()), batch)) {
                    case ApplyResult.Done() -> {}
                    case ApplyResult.Failed(var failure) -> failed.add(new Culprit(culprit.task(), failure));
                    case ApplyResult.Away(var cause) -> shut.add(new Shut(culprit.task(), cause));
                }
            }
            return withoutRefused(failed);
        }

        List<Culprit> withoutRefused(List<Culprit> culprits) throws BatchCancelledException {
            List<Culprit> others = new ArrayList<>();
            List<Loss> lost = new ArrayList<>();
            for (var culprit : culprits) {
                if (culprit.cause() instanceof NonRetryableException refused) {
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
