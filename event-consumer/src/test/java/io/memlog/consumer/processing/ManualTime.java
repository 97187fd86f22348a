package io.memlog.consumer.processing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/// Time that passes only when somebody waits, and then at once.
final class ManualTime extends Clock implements Sleeper {

    final List<Duration> waits = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private Instant end = Instant.MAX;
    private Runnable meanwhile = () -> {};

    /// Happens during every wait.
    void meanwhile(Runnable event) {
        meanwhile = event;
    }

    /// Winds up whoever would wait beyond this.
    void endIn(Duration rest) {
        end = now.plus(rest);
    }

    Duration waited() {
        return waits.stream().reduce(Duration.ZERO, Duration::plus);
    }

    @Override
    public void pause(Duration wait) throws BatchCancelledException {
        if (now.plus(wait).isAfter(end)) {
            throw new BatchCancelledException();
        }
        if (wait.isPositive()) {
            waits.add(wait);
            now = now.plus(wait);
            meanwhile.run();
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
