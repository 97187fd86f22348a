package io.memlog.api.operations.jobs;

import java.time.Duration;

/// Limits the rate of a job, such as a replay: spreads its items evenly over time. After a short pause it catches
/// up a little, so that the rate is reached; after a long one no burst follows.
final class RateLimiter {

    private static final long MAX_CATCH_UP = Duration.ofMillis(250).toNanos();

    /// Shorter waits than a clock can measure are not waited.
    private static final long MIN_WAIT = Duration.ofMillis(1).toNanos();

    private final long interval;
    private long nextSlot;

    /// @param now in nanoseconds
    RateLimiter(int perSecond, long now) {
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nextSlot = now;
    }

    /// Reserves the next slot and returns the time until it.
    Duration reserve(long now) {
        var slot = Math.max(nextSlot, now - MAX_CATCH_UP);
        nextSlot = slot + interval;
        var wait = slot - now;
        return wait < MIN_WAIT ? Duration.ZERO : Duration.ofNanos(wait);
    }
}
