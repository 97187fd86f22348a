package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.WireEnum;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The result of a step of a job phase.
///
/// @param checkpoint of the phase; null when it is finished
/// @param counts     to add to the job's result
/// @param sent       messages that were sent
/// @param effects    to write in the transaction of the checkpoint
/// @param pause      before the next step
record StepResult(@Nullable Object checkpoint, Map<Count, Long> counts, long sent, Runnable effects, Duration pause) {

    /// The pause of a step that waits for a consumer.
    static final Duration POLL_INTERVAL = Duration.ofMillis(300);

    /// What a job counts, by the names in its result.
    enum Count implements WireEnum {
        /// Compared memories.
        CHECKED,
        /// Discrepancies that were ignored because a change was in flight.
        IN_FLIGHT,
        MISSING,
        STALE,
        ORPHANED,
        /// Findings that were resolved without a repair.
        GONE,
        /// Findings that a repair closed.
        REPAIRED,
        /// Findings that a repair could not close.
        LEFT
    }

    static StepResult to(Object checkpoint) {
        return new StepResult(checkpoint, Map.of(), 0, () -> {}, Duration.ZERO);
    }

    static StepResult finished() {
        return new StepResult(null, Map.of(), 0, () -> {}, Duration.ZERO);
    }

    long count(Count which) {
        return counts.getOrDefault(which, 0L);
    }

    StepResult withCounts(Map<Count, Long> added) {
        return new StepResult(checkpoint, added, sent, effects, pause);
    }

    StepResult withSent(long messages) {
        return new StepResult(checkpoint, counts, messages, effects, pause);
    }

    StepResult withEffects(Runnable changes) {
        return new StepResult(checkpoint, counts, sent, changes, pause);
    }

    StepResult withPause(Duration wait) {
        return new StepResult(checkpoint, counts, sent, effects, wait);
    }
}
