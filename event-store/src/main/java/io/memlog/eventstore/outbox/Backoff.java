package io.memlog.eventstore.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Pauses that double from one failure to the next, up to a limit, each shortened by up to a half at
/// random, so that instances do not knock at the same time.
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);

    private final Duration longest;
    private final RandomGenerator random;
    private Duration next = FIRST;

    Backoff(Duration longest, RandomGenerator random) {
        this.longest = longest;
        this.random = random;
    }

    Duration next() {
        var whole = next.compareTo(longest) < 0 ? next : longest;
        next = whole.multipliedBy(2);
        return whole.minusNanos((long) (whole.toNanos() * random.nextDouble(0.5)));
    }

    void reset() {
        next = FIRST;
    }
}
