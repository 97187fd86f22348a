package io.memlog.embedding.openai;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Gives queries priority over indexing while the provider limits the rate, because users wait for
/// queries and not for indexing.
final class QueryPriority {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int waitingQueries;

    void queryWaiting() {
        change(1);
    }

    void queryDone() {
        change(-1);
    }

    /// Waits until no query waits, or for the maximum time: a steady flow of queries does not stop indexing.
    void yieldToQueries(Duration maxWait) {
        var remaining = maxWait.toNanos();
        lock.lock();
        try {
            while (waitingQueries > 0 && remaining > 0) {
                remaining = changed.awaitNanos(remaining);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void change(int by) {
        lock.lock();
        try {
            waitingQueries += by;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
