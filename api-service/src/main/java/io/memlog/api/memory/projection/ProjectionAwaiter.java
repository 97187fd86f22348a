package io.memlog.api.memory.projection;

import io.memlog.schemas.memory.MemoryId;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/// Waits until the indexes have caught up with memories. What this instance records wakes it at once; what
/// another instance records is seen by looking again every so often.
@Component
public final class ProjectionAwaiter {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final ProjectionStateNotifier signals;

    ProjectionAwaiter(ProjectionStateNotifier signals) {
        this.signals = signals;
    }

    /// Returns when the condition about these memories holds, or at the time-out.
    public void until(BooleanSupplier condition, Collection<MemoryId> memories, Duration timeout)
            throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        try (var subscription = signals.subscribe(memories)) {
            while (!condition.getAsBoolean()) {
                var left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                if (subscription.signal().tryAcquire(Math.min(left, LOOK_AGAIN.toNanos()), TimeUnit.NANOSECONDS)) {
                    subscription.signal().drainPermits();
                }
            }
        }
    }
}
