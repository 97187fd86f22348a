package io.memlog.api.memory.store;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.eventstore.outbox.OutboxRelay;
import java.time.Duration;
import org.springframework.stereotype.Component;

/// Rejects changes while the outbox is full, so that an outage of Kafka cannot fill the disk.
@Component
public final class OutboxBackpressure {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

    private final OutboxRelay outbox;

    OutboxBackpressure(OutboxRelay outbox) {
        this.outbox = outbox;
    }

    /// @throws ProblemException `503` while the outbox is full
    public void throwIfFull() {
        if (outbox.isFull()) {
            throw new ProblemException(
                            ProblemType.OUTBOX_FULL,
                            "the outbox holds more than memlog.outbox.max-rows or max-bytes; it drains when Kafka is back")
                    .retryAfter(RETRY_AFTER);
        }
    }
}
