package io.memlog.embedding.openai;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Somebody waits for the answer to a question, while nobody waits for a memory to be indexed: where a
/// provider limits the rate, indexing stands back until the questions that wait for their turn are through.
final class QueryPriority {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private int questions;

    void queryWaiting() {
        change(1);
    }

    void queryDone() {
        change(-1);
    }

    /// Returns when no question waits, or after the time: questions without end do not stop indexing.
    void yieldToQueries(Duration most) {
        var left = most.toNanos();
        lock.lock();
        try {
            while (questions > 0 && left > 0) {
                left = changed.awaitNanos(left);
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
            questions += by;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
