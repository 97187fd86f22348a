package io.memlog.api.operations.status;

import io.memlog.api.operations.deadletters.DeadLetterCounts;
import io.memlog.api.operations.deadletters.DeadLetterState;
import io.memlog.eventstore.outbox.OutboxStatus;
import io.memlog.schemas.status.WorkerStatus;
import io.memlog.schemas.status.WorkerStatus.Consumer;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The answer of `GET /status`.
///
/// @param status      `down`: no memory log can be stored; `degraded`: a part does not work or needs an operator; `up`
/// @param stores      by name: `postgres`, `kafka`, `chroma` and `neo4j`
/// @param consumers   by name, `vector` and `graph`; in the state `unreachable` while the worker does not answer
/// @param outbox      null while PostgreSQL is unavailable
/// @param deadLetters null while PostgreSQL is unavailable
/// @param pipeline    what is overdue
record StatusReport(
        String status,
        Instant at,
        Map<String, Store> stores,
        Map<String, Consumer> consumers,
        @Nullable Outbox outbox,
        @Nullable DeadLetters deadLetters,
        Pipeline pipeline) {

    /// A report whose overall status follows from its parts.
    static StatusReport of(
            Instant at,
            Map<String, Store> stores,
            Map<String, Consumer> consumers,
            @Nullable Outbox outbox,
            @Nullable DeadLetters deadLetters,
            Pipeline pipeline) {
        return new StatusReport(
                status(stores, consumers, outbox, deadLetters, pipeline),
                at,
                stores,
                consumers,
                outbox,
                deadLetters,
                pipeline);
    }

    private static String status(
            Map<String, Store> stores,
            Map<String, Consumer> consumers,
            @Nullable Outbox outbox,
            @Nullable DeadLetters deadLetters,
            Pipeline pipeline) {
        if (outbox == null || deadLetters == null) {
            return "down";
        }
        var working = stores.values().stream().allMatch(Store::isUp)
                && consumers.values().stream()
                        .allMatch(consumer -> consumer.state().equals("following"));
        var attention = outbox.needsAttention() || deadLetters.needsAttention() || pipeline.needsAttention();
        return working && !attention ? "up" : "degraded";
    }

    /// @param state  `up`, `down`, or `unknown` while its worker cannot be reached
    /// @param reason why it is not up
    record Store(String state, @Nullable String reason) {

        static final Store UP = new Store("up", null);

        static Store down(String reason) {
            return new Store("down", reason);
        }

        static Store unknown(String reason) {
            return new Store("unknown", reason);
        }

        static Store of(WorkerStatus.Store store) {
            return new Store(store.state(), store.reason());
        }

        boolean isUp() {
            return state.equals(UP.state);
        }
    }

    /// @param rows             unpublished changes, counted up to one above the limit
    /// @param limit            with more rows than this, new memory logs are rejected
    /// @param oldestAgeSeconds the age of the oldest one
    /// @param parked           changes that Kafka has rejected
    record Outbox(long rows, int limit, long oldestAgeSeconds, long parked) {

        static Outbox of(OutboxStatus status, int limit) {
            return new Outbox(status.depth(), limit, status.oldestAge().toSeconds(), status.parked());
        }

        boolean needsAttention() {
            return rows > limit || parked > 0;
        }
    }

    /// @param oldestAgeSeconds the age of the oldest one
    record DeadLetters(long open, long replaying, long parked, long oldestAgeSeconds, Map<String, Counts> byConsumer) {

        static DeadLetters of(DeadLetterCounts counts, Instant now) {
            Map<String, Counts> byConsumer = new LinkedHashMap<>();
            for (var consumer : Projection.values()) {
                byConsumer.put(
                        consumer.wireName(),
                        new Counts(
                                counts.of(consumer, DeadLetterState.OPEN),
                                counts.of(consumer, DeadLetterState.REPLAYING),
                                counts.of(consumer, DeadLetterState.PARKED)));
            }
            return new DeadLetters(
                    counts.of(DeadLetterState.OPEN),
                    counts.of(DeadLetterState.REPLAYING),
                    counts.of(DeadLetterState.PARKED),
                    counts.oldestAge(now).toSeconds(),
                    byConsumer);
        }

        boolean needsAttention() {
            return open > 0 || parked > 0;
        }
    }

    /// The dead letters of one consumer.
    record Counts(long open, long replaying, long parked) {}

    /// Changes on which a projection has not reported for longer than `memlog.pipeline.overdue-after`.
    ///
    /// @param overdue  by projection; only of what was counted while it is not complete
    /// @param complete whether all instances that count have answered
    record Pipeline(Map<String, Long> overdue, boolean complete, List<String> missing) {

        boolean needsAttention() {
            return overdue.values().stream().anyMatch(count -> count > 0);
        }
    }
}
