package io.memlog.consumer.processing;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.publishing.PublishFailedException;

/// Tries to deliver until it is acknowledged. Until then the consumer does not advance.
final class RetryingPublisher {

    private final Backoff backoff;
    private final PauseListener listener;

    RetryingPublisher(Backoff backoff, PauseListener listener) {
        this.backoff = backoff;
        this.listener = listener;
    }

    void untilAcknowledged(Sending sending, Sleeper waiting) throws BatchCancelledException {
        while (true) {
            try {
                sending.send();
                backoff.reset();
                listener.resumed();
                return;
            } catch (PublishFailedException e) {
                listener.paused(PauseCause.KAFKA, String.valueOf(e.getMessage()));
                waiting.pause(backoff.next());
            }
        }
    }

    interface Sending {
        void send() throws PublishFailedException;
    }
}
