package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks a batch to end at the next step, and wakes it when it waits.
final class CancellableSleeper implements Sleeper {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    @Override
    public void pause(Duration wait) throws BatchCancelledException {
        try {
            if (requested.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new BatchCancelledException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BatchCancelledException();
        }
    }
}
