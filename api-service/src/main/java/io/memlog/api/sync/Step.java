package io.memlog.api.sync;

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
record Step<P>(@Nullable P place, Tally tally, long done, long sent, Runnable effects, Duration pause) {

    static <P> Step<P> to(P place) {
        return new Step<>(place, Tally.NOTHING, 0, 0, Step::nothing, Duration.ZERO);
    }

    static <P> Step<P> over() {
        return new Step<>(null, Tally.NOTHING, 0, 0, Step::nothing, Duration.ZERO);
    }

    private static void nothing() {}

    Step<P> adding(Tally more) {
        return new Step<>(place, tally.plus(more), done, sent, effects, pause);
    }

    Step<P> settling(long items) {
        return new Step<>(place, tally, items, sent, effects, pause);
    }

    Step<P> sending(long messages) {
        return new Step<>(place, tally, done, messages, effects, pause);
    }

    Step<P> writing(Runnable changes) {
        return new Step<>(place, tally, done, sent, changes, pause);
    }

    Step<P> thenWaiting(Duration wait) {
        return new Step<>(place, tally, done, sent, effects, wait);
    }
}
