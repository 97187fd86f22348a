package io.memlog.api.operations.deadletters.indexing;

import java.time.Duration;

/// Whether it is time for something again; at first it is.
final class Interval {

    private final long interval;
    private long next = System.nanoTime();

    Interval(Duration interval) {
        this.interval = interval.toNanos();
    }

    /// When it is, the next time is an interval from now.
    boolean isDue() {
        var now = System.nanoTime();
        if (now - next < 0) {
            return false;
        }
        next = now + interval;
        return true;
    }

    /// The next time is this much from now.
    void in(Duration wait) {
        next = System.nanoTime() + wait.toNanos();
    }
}
