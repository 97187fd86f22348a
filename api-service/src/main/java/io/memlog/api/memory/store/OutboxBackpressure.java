package io.memlog.api.memory.store;

import io.memlog.eventstore.outbox.OutboxRelay;
import org.springframework.stereotype.Component;

/// Lets nothing in while the outbox is full, so that an outage of Kafka cannot fill the disk.
@Component
public final class OutboxBackpressure {

    private final OutboxRelay outbox;

    OutboxBackpressure(OutboxRelay outbox) {
        this.outbox = outbox;
    }

    /// @throws io.memlog.api.http.ProblemException `503` while the outbox is full
    public void require() {
        if (outbox.status().full()) {
            throw StoreProblems.outboxFull();
        }
    }
}
