package io.memlog.api.overview;

import io.memlog.api.deadletters.DeadLetterCounts;
import io.memlog.api.deadletters.LetterState;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What waits in PostgreSQL, in the terms of the overview.
final class Counts {

    private Counts() {}

    static Overview.Outbox outbox(StoredBacklog waiting, int limit, Instant now) {
        var outbox = waiting.outbox();
        return new Overview.Outbox(outbox.depth(), limit, age(outbox.oldest(), now), outbox.parked());
    }

    static Overview.DeadLetters deadLetters(StoredBacklog waiting, Instant now) {
        var letters = waiting.deadLetters();
        Map<String, Overview.Letters> byConsumer = new LinkedHashMap<>();
        for (var consumer : Projection.values()) {
            byConsumer.put(consumer.wireName(), of(letters, consumer));
        }
        return new Overview.DeadLetters(
                letters.of(LetterState.OPEN),
                letters.of(LetterState.REPLAYING),
                letters.of(LetterState.PARKED),
                age(letters.oldest().orElse(null), now),
                byConsumer);
    }

    private static Overview.Letters of(DeadLetterCounts letters, Projection consumer) {
        return new Overview.Letters(
                letters.of(consumer, LetterState.OPEN),
                letters.of(consumer, LetterState.REPLAYING),
                letters.of(consumer, LetterState.PARKED));
    }

    private static long age(@Nullable Instant since, Instant now) {
        return since == null ? 0 : Math.max(0, Duration.between(since, now).toSeconds());
    }
}
