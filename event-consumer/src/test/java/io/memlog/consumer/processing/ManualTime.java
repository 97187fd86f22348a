package io.memlog.consumer.processing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// A clock that advances only during a sleep, which returns at once.
final class ManualTime extends Clock implements Sleeper {

    final List<Duration> sleeps = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant end = Instant.MAX;
    private Runnable onSleep = () -> {};

    /// Runs during every sleep.
    void onSleep(Runnable action) {
        onSleep = action;
    }

    /// Cancels a sleep that would end later than this.
    void cancelAfter(Duration remaining) {
        end = now.plus(remaining);
    }

    Duration slept() {
        return sleeps.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void sleep(Duration duration) throws BatchCancelledException {
        if (now.plus(duration).isAfter(end)) {
            throw new BatchCancelledException();
        }
        if (duration.isPositive()) {
            sleeps.add(duration);
            now = now.plus(duration);
            onSleep.run();
        }
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
