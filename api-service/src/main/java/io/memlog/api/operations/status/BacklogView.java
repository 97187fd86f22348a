package io.memlog.api.operations.status;

import io.memlog.api.operations.deadletters.DeadLetterCounts;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What waits in PostgreSQL, in the terms of the overview.
final class BacklogView {

    private BacklogView() {}

    static StatusReport.Outbox outbox(StoredBacklog waiting, int limit, Instant now) {
        var outbox = waiting.outbox();
        return new StatusReport.Outbox(outbox.depth(), limit, age(outbox.oldest(), now), outbox.parked());
    }

    static StatusReport.DeadLetters deadLetters(StoredBacklog waiting, Instant now) {
        var letters = waiting.deadLetters();
        Map<String, StatusReport.Letters> byConsumer = new LinkedHashMap<>();
        for (var consumer : Projection.values()) {
            byConsumer.put(consumer.wireName(), of(letters, consumer));
        }
        return new StatusReport.DeadLetters(
                letters.of(DeadLetterState.OPEN),
                letters.of(DeadLetterState.REPLAYING),
                letters.of(DeadLetterState.PARKED),
                age(letters.oldest().orElse(null), now),
                byConsumer);
    }

    private static StatusReport.Letters of(DeadLetterCounts letters, Projection consumer) {
        return new StatusReport.Letters(
                letters.of(consumer, DeadLetterState.OPEN),
                letters.of(consumer, DeadLetterState.REPLAYING),
                letters.of(consumer, DeadLetterState.PARKED));
    }

    private static long age(@Nullable Instant since, Instant now) {
        return since == null ? 0 : Math.max(0, Duration.between(since, now).toSeconds());
    }
}
