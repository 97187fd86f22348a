package io.memlog.cli.store;

import io.memlog.cli.terminal.CommandContext.Sleeper;
import java.time.Duration;
import java.util.Optional;

/// The time that one call has for retries during an outage, in exponential pauses.
final class RetryTime {

    private static final Duration MIN_BACKOFF = Duration.ofSeconds(1);
    private static final Duration MAX_BACKOFF = Duration.ofSeconds(30);

    private final Sleeper sleeper;
    private Duration left;
    private Duration next = MIN_BACKOFF;

    RetryTime(Sleeper sleeper, Duration retryTimeout) {
        this.sleeper = sleeper;
        this.left = retryTimeout;
    }

    /// Waits for the requested time, or for the next of its own.
    ///
    /// @return false, without waiting, when the time for retries is used up
    boolean pause(Optional<Duration> requested) throws InterruptedException {
        if (!left.isPositive()) {
            return false;
        }
        var time = min(min(requested.orElse(next), MAX_BACKOFF), left);
        sleeper.sleep(time);
        left = left.minus(time);
        next = min(next.multipliedBy(2), MAX_BACKOFF);
        return true;
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
