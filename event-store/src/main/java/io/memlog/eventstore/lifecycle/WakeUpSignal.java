package io.memlog.eventstore.lifecycle;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Wakes one waiting thread. Any number of raises before or during the wait count as one.
public final class WakeUpSignal {

    private final Semaphore raised = new Semaphore(0);

    public void raise() {
        if (raised.availablePermits() == 0) {
            raised.release();
        }
    }

    /// @return true when the signal was raised, false when the timeout elapsed
    public boolean await(Duration timeout) throws InterruptedException {
        var woken = raised.tryAcquire(timeout.toNanos(), TimeUnit.NANOSECONDS);
        raised.drainPermits();
        return woken;
    }
}
