package io.memlog.eventstore.subscriptions;

import java.time.Duration;

/// Tells the followers in this JVM that something was committed. It saves them a wait; what other JVMs
/// commit they find by asking.
public final class AppendNotifier {

    private long count;

    /// Wakes everybody who waits. Returns at once.
    public synchronized void announce() {
        count++;
        notifyAll();
    }

    synchronized long count() {
        return count;
    }

    /// Waits until the count is another one than that which was seen, or the time is up.
    synchronized void await(long seen, Duration atMost) throws InterruptedException {
        var deadline = System.nanoTime() + atMost.toNanos();
        while (count == seen) {
            var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
