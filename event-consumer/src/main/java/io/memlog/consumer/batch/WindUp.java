package io.memlog.consumer.batch;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks a batch to end at the next step, and wakes it when it waits.
final class WindUp implements Waiting {

    private final CountDownLatch requested = new CountDownLatch(1);

    void request() {
        requested.countDown();
    }

    @Override
    public void pause(Duration wait) throws WoundUpException {
        try {
            if (requested.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new WoundUpException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WoundUpException();
        }
    }
}
