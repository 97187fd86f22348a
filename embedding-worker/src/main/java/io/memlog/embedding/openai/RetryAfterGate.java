package io.memlog.embedding.openai;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Until when a provider asked to be left alone.
final class RetryAfterGate {

    /// How long to wait when it limits the rate and does not say for how long.
    static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private volatile Instant end = Instant.EPOCH;

    RetryAfterGate(Clock clock) {
        this.clock = clock;
    }

    /// @param wait more than an hour is not believed, and less than a moment not either
    synchronized void begin(Duration wait) {
        var asked = wait.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : wait.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : wait;
        var until = clock.instant().plus(asked);
        if (until.isAfter(end)) {
            end = until;
        }
    }

    /// How long it still takes; zero or less when it is over.
    Duration remaining() {
        return Duration.between(clock.instant(), end);
    }
}
