package io.memlog.consumer;

import java.time.Duration;

/// The time until which a call has to end, on the monotonic clock.
public final class Deadline {

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    /// The time that remains; zero after the deadline.
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanos - System.nanoTime()));
    }

    public boolean isPast() {
        return remaining().isZero();
    }
}
