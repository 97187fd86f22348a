package io.memlog.api.operations.reconciliation;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// A step that was taken, and what is to be written about it.
///
/// @param place   where the stage stands now; null when it is over
/// @param tally   what the step adds
/// @param done    items of the job that are settled by it
/// @param sent    messages that it has sent
/// @param effects what is written together with the new place
/// @param pause   how long to wait before the next step
record StepResult<P>(@Nullable P place, CheckSummary tally, long done, long sent, Runnable effects, Duration pause) {

    static <P> StepResult<P> to(P place) {
        return new StepResult<>(place, CheckSummary.NOTHING, 0, 0, StepResult::nothing, Duration.ZERO);
    }

    static <P> StepResult<P> over() {
        return new StepResult<>(null, CheckSummary.NOTHING, 0, 0, StepResult::nothing, Duration.ZERO);
    }

    private static void nothing() {}

    StepResult<P> adding(CheckSummary more) {
        return new StepResult<>(place, tally.plus(more), done, sent, effects, pause);
    }

    StepResult<P> settling(long items) {
        return new StepResult<>(place, tally, items, sent, effects, pause);
    }

    StepResult<P> sending(long messages) {
        return new StepResult<>(place, tally, done, messages, effects, pause);
    }

    StepResult<P> writing(Runnable changes) {
        return new StepResult<>(place, tally, done, sent, changes, pause);
    }

    StepResult<P> thenWaiting(Duration wait) {
        return new StepResult<>(place, tally, done, sent, effects, wait);
    }
}
