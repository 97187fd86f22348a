package io.memlog.eventstore.subscriptions;

import java.time.Duration;

/// Notifies the subscriptions in this JVM of committed appends. Appends of other JVMs are found by polling.
public final class AppendNotifier {

    private long notifications;

    /// Wakes all waiting subscriptions. Returns at once.
    public synchronized void notifySubscribers() {
        notifications++;
        notifyAll();
    }

    synchronized long notifications() {
        return notifications;
    }

    /// Waits for a notification after the given count, or until the timeout elapses.
    synchronized void await(long seen, Duration timeout) throws InterruptedException {
        var deadline = System.nanoTime() + timeout.toNanos();
        while (notifications == seen) {
            var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                return;
            }
            wait(left);
        }
    }
}
