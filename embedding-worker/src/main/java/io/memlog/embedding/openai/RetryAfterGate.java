package io.memlog.embedding.openai;

import io.memlog.consumer.IndexUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Blocks requests for the time that the provider asked for.
final class RetryAfterGate {

    /// The pause after a rate limit without `Retry-After`.
    static final Duration DEFAULT_PAUSE = Duration.ofSeconds(1);

    private static final Duration MIN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_PAUSE = Duration.ofHours(1);

    private final Clock clock;
    private volatile Instant end = Instant.EPOCH;

    RetryAfterGate(Clock clock) {
        this.clock = clock;
    }

    /// @param pause is limited to between 100 ms and an hour
    synchronized void close(Duration pause) {
        var limited = pause.compareTo(MAX_PAUSE) > 0 ? MAX_PAUSE : pause.compareTo(MIN_PAUSE) < 0 ? MIN_PAUSE : pause;
        var until = clock.instant().plus(limited);
        if (until.isAfter(end)) {
            end = until;
        }
    }

    /// How long the gate stays closed; zero or less when it is open.
    ///
    /// @throws IndexUnavailableException when that is longer than the caller can wait
    Duration remaining(Duration maxWait) {
        var remaining = Duration.between(clock.instant(), end);
        if (remaining.compareTo(maxWait) > 0) {
            throw ProviderUnavailable.rateLimited(remaining);
        }
        return remaining;
    }
}
