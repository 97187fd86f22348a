package io.memlog.schemas.retry;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Exponential backoff with decorrelated jitter; honours `Retry-After` up to an hour.
public final class Backoff {

    private static final int MULTIPLIER = 3;
    private static final Duration MAX_RETRY_AFTER = Duration.ofHours(1);

    private final Duration min;
    private final Duration max;
    private final RandomGenerator random;
    private Duration last = Duration.ZERO;

    public Backoff(Duration min, Duration max, RandomGenerator random) {
        this.min = min;
        this.max = max;
        this.random = random;
    }

    public Duration next() {
        return next(null);
    }

    /// @param retryAfter the delay that the other side asks for; it may exceed the maximum of this backoff
    public Duration next(@Nullable Duration retryAfter) {
        var range = last.multipliedBy(MULTIPLIER).minus(min);
        var jitter = range.isPositive() ? Duration.ofNanos(random.nextLong(range.toNanos() + 1)) : Duration.ZERO;
        last = shorter(min.plus(jitter), max);
        return retryAfter == null || retryAfter.compareTo(last) < 0 ? last : shorter(retryAfter, MAX_RETRY_AFTER);
    }

    public void reset() {
        last = Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
