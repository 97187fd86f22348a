package io.memlog.cli.store;

import io.memlog.cli.terminal.Surroundings;
import java.time.Duration;
import java.util.Optional;

/// Waits longer each time, and not for ever.
final class BackOff {

    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Surroundings around;
    private Duration left;
    private Duration next = FIRST;

    BackOff(Surroundings around, Duration patience) {
        this.around = around;
        this.left = patience;
    }

    /// Waits as long as asked for, or as long as it thinks fit.
    ///
    /// @return false, without waiting, when the patience is used up
    boolean pause(Optional<Duration> asked) throws InterruptedException {
        if (!left.isPositive()) {
            return false;
        }
        var time = shorter(shorter(asked.orElse(next), LONGEST), left);
        around.pause().pause(time);
        left = left.minus(time);
        next = shorter(next.multipliedBy(2), LONGEST);
        return true;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
