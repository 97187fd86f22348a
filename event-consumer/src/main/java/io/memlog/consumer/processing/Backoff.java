package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// How long to leave somebody alone who is in trouble: longer every time, by a random share so that several
/// who wait do not return together, and at least as long as was asked for.
public final class Backoff {

    private static final int GROWTH = 3;
    private static final Duration LONGEST_ASKED = Duration.ofHours(1);

    private final Duration shortest;
    private final Duration longest;
    private final RandomGenerator random;
    private Duration last;

    public Backoff(Duration shortest, Duration longest, RandomGenerator random) {
        this.shortest = shortest;
        this.longest = longest;
        this.random = random;
        this.last = Duration.ZERO;
    }

    public Duration next() {
        return next(null);
    }

    /// @param asked how long the other side asked to be left alone; more than an hour is not believed
    public Duration next(@Nullable Duration asked) {
        var range = last.multipliedBy(GROWTH).minus(shortest);
        var more = range.isPositive() ? Duration.ofNanos(random.nextLong(range.toNanos() + 1)) : Duration.ZERO;
        last = shorter(shortest.plus(more), longest);
        return asked == null || asked.compareTo(last) < 0 ? last : shorter(asked, LONGEST_ASKED);
    }

    public void reset() {
        last = Duration.ZERO;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
