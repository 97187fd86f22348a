package io.memlog.consumer.processing;

import java.time.Duration;

/// The time after which nothing more is begun, on the monotonic clock.
public final class Deadline {

    private final long nanos;

    private Deadline(long nanos) {
        this.nanos = nanos;
    }

    public static Deadline after(Duration duration) {
        return new Deadline(System.nanoTime() + duration.toNanos());
    }

    public boolean isPast() {
        return System.nanoTime() - nanos >= 0;
    }
}
