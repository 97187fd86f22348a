package io.memlog.api.operations.reconciliation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The result of a step of a job phase.
///
/// @param checkpoint of the phase; null when it is finished
/// @param summary    to add to the job's summary
/// @param done       finished items of the job
/// @param sent       messages that were sent
/// @param effects    to write in the transaction of the checkpoint
/// @param pause      before the next step
record StepResult<P>(
        @Nullable P checkpoint, CheckSummary summary, long done, long sent, Runnable effects, Duration pause) {

    static <P> StepResult<P> to(P checkpoint) {
        return new StepResult<>(checkpoint, CheckSummary.NOTHING, 0, 0, StepResult::nothing, Duration.ZERO);
    }

    static <P> StepResult<P> finished() {
        return new StepResult<>(null, CheckSummary.NOTHING, 0, 0, StepResult::nothing, Duration.ZERO);
    }

    private static void nothing() {}

    StepResult<P> withSummary(CheckSummary more) {
        return new StepResult<>(checkpoint, summary.plus(more), done, sent, effects, pause);
    }

    StepResult<P> withDone(long items) {
        return new StepResult<>(checkpoint, summary, items, sent, effects, pause);
    }

    StepResult<P> withSent(long messages) {
        return new StepResult<>(checkpoint, summary, done, messages, effects, pause);
    }

    StepResult<P> withEffects(Runnable changes) {
        return new StepResult<>(checkpoint, summary, done, sent, changes, pause);
    }

    StepResult<P> withPause(Duration wait) {
        return new StepResult<>(checkpoint, summary, done, sent, effects, wait);
    }
}
