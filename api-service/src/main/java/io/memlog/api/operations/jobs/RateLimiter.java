package io.memlog.api.operations.jobs;

import java.time.Duration;

/// Spreads items evenly over the time. Whoever falls behind catches up a little, so that the rate is
/// reached in spite of short pauses, and no burst follows a long one.
final class RateLimiter {

    private static final long MOST_TO_CATCH_UP = Duration.ofMillis(250).toNanos();
    private static final long SHORTEST_WAIT = Duration.ofMillis(1).toNanos();

    private final long nanosEach;
    private long turn;

    /// @param now in nanoseconds
    RateLimiter(int perSecond, long now) {
        this.nanosEach = Duration.ofSeconds(1).toNanos() / perSecond;
        this.turn = now;
    }

    /// Takes the next turn, and answers how long it is until then; waits too short for a clock count as
    /// none.
    Duration take(long now) {
        var mine = Math.max(turn, now - MOST_TO_CATCH_UP);
        turn = mine + nanosEach;
        var wait = mine - now;
        return wait < SHORTEST_WAIT ? Duration.ZERO : Duration.ofNanos(wait);
    }
}
