package io.memlog.bench.load;

import java.util.concurrent.locks.LockSupport;

/// A clock that measures, and waits for a time.
public interface Ticker {

    /// The clock of this JVM.
    Ticker SYSTEM = new Ticker() {

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void sleepUntil(long nanos) throws InterruptedException {
            for (var left = nanos - nanoTime(); left > 0; left = nanos - nanoTime()) {
                LockSupport.parkNanos(left);
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
        }
    };

    long nanoTime();

    /// Returns at once for a time that is past.
    void sleepUntil(long nanos) throws InterruptedException;
}
