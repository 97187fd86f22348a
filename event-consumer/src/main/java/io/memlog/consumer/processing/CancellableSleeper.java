package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Sleeps in real time; a cancellation ends the current sleep and all later ones.
final class CancellableSleeper implements Sleeper {

    private final CountDownLatch cancelled = new CountDownLatch(1);

    void cancel() {
        cancelled.countDown();
    }

    @Override
    public void sleep(Duration duration) throws BatchCancelledException {
        try {
            if (cancelled.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BatchCancelledException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BatchCancelledException();
        }
    }
}
