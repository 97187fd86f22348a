package io.memlog.api.memory.store;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import java.time.Duration;

/// What may keep a valid memory log from being stored.
final class StoreProblems {

    private static final Duration STILL_RUNNING_RETRY = Duration.ofSeconds(1);
    private static final Duration OUTBOX_RETRY = Duration.ofSeconds(10);

    private StoreProblems() {}

    static ProblemException keyReused() {
        return new ProblemException(
                ProblemType.IDEMPOTENCY_KEY_REUSED,
                "this Idempotency-Key came with another body before; use a new key");
    }

    static ProblemException stillRunning() {
        return new ProblemException(ProblemType.IN_PROGRESS, "a request with this Idempotency-Key is still running")
                .retryAfter(STILL_RUNNING_RETRY);
    }

    static ProblemException outboxFull() {
        return new ProblemException(
                        ProblemType.OUTBOX_FULL,
                        "the outbox holds more than memlog.outbox.max-rows; it drains when Kafka is back")
                .retryAfter(OUTBOX_RETRY);
    }
}
