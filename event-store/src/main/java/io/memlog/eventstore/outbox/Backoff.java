package io.memlog.eventstore.outbox;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Exponential back-off: each pause is twice as long as the one before, up to a maximum, less a random share of
/// up to a half.
final class Backoff {

    private static final Duration MIN_PAUSE = Duration.ofMillis(100);

    private final Duration max;
    private final RandomGenerator random;
    private Duration next = MIN_PAUSE;

    Backoff(Duration max, RandomGenerator random) {
        this.max = max;
        this.random = random;
    }

    Duration next() {
        var whole = next.compareTo(max) < 0 ? next : max;
        next = whole.multipliedBy(2);
        return whole.minusNanos((long) (whole.toNanos() * random.nextDouble(0.5)));
    }

    void reset() {
        next = MIN_PAUSE;
    }
}
