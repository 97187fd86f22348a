package io.memlog.consumer.batch;

import io.memlog.consumer.PauseCause;
import io.memlog.consumer.report.UndeliveredException;

/// Tries to deliver until it is acknowledged. Until then the consumer does not advance.
final class Delivery {

    private final Backoff backoff;
    private final PauseListener listener;

    Delivery(Backoff backoff, PauseListener listener) {
        this.backoff = backoff;
        this.listener = listener;
    }

    void untilAcknowledged(Sending sending, Waiting waiting) throws WoundUpException {
        while (true) {
            try {
                sending.send();
                backoff.reset();
                listener.resumed();
                return;
            } catch (UndeliveredException e) {
                listener.paused(PauseCause.KAFKA, String.valueOf(e.getMessage()));
                waiting.pause(backoff.next());
            }
        }
    }

    interface Sending {
        void send() throws UndeliveredException;
    }
}
