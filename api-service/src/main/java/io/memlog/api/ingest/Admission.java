package io.memlog.api.ingest;

import io.memlog.eventstore.outbox.OutboxRelay;
import org.springframework.stereotype.Component;

/// Lets nothing in while the outbox is full, so that an outage of Kafka cannot fill the disk.
@Component
public final class Admission {

    private final OutboxRelay outbox;

    Admission(OutboxRelay outbox) {
        this.outbox = outbox;
    }

    /// @throws io.memlog.api.problems.ProblemException `503` while the outbox is full
    public void require() {
        if (outbox.status().full()) {
            throw IngestProblems.outboxFull();
        }
    }
}
