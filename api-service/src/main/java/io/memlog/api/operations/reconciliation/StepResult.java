package io.memlog.api.operations.reconciliation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of a step of a job phase.
///
/// @param checkpoint of the phase; null when it is finished
/// @param summary    to add to the job's summary
/// @param sent       messages that were sent
/// @param effects    to write in the transaction of the checkpoint
/// @param pause      before the next step
record StepResult(@Nullable Object checkpoint, CheckSummary summary, long sent, Runnable effects, Duration pause) {

    static StepResult to(Object checkpoint) {
        return new StepResult(checkpoint, CheckSummary.NOTHING, 0, () -> {}, Duration.ZERO);
    }

    static StepResult finished() {
        return new StepResult(null, CheckSummary.NOTHING, 0, () -> {}, Duration.ZERO);
    }

    StepResult withSummary(CheckSummary steps) {
        return new StepResult(checkpoint, steps, sent, effects, pause);
    }

    StepResult withSent(long messages) {
        return new StepResult(checkpoint, summary, messages, effects, pause);
    }

    StepResult withEffects(Runnable changes) {
        return new StepResult(checkpoint, summary, sent, changes, pause);
    }

    StepResult withPause(Duration wait) {
        return new StepResult(checkpoint, summary, sent, effects, wait);
    }
}
