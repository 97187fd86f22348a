package io.memlog.api.operations.status;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How everything is doing, as it leaves over HTTP.
///
/// @param status      `up`, `degraded` or `down`
/// @param stores      by name: `postgres`, `kafka`, `chroma` and `neo4j`
/// @param consumers   by name: `vector` and `graph`
/// @param outbox      null while PostgreSQL is away
/// @param deadLetters null while PostgreSQL is away
record StatusReport(
        String status,
        Instant at,
        Map<String, Store> stores,
        Map<String, Consumer> consumers,
        @Nullable Outbox outbox,
        @Nullable DeadLetters deadLetters) {

    /// @param state  `up`, `down`, or `unknown` while the worker that knows cannot be reached
    /// @param reason why it is not up
    record Store(String state, @Nullable String reason) {

        static final Store UP = new Store("up", null);

        static Store down(String reason) {
            return new Store("down", reason);
        }

        static Store unknown(String reason) {
            return new Store("unknown", reason);
        }

        boolean isUp() {
            return state.equals(UP.state);
        }
    }

    /// @param state  `following`, `paused`, `stopped` or `unreachable`
    /// @param lag    messages that wait to be handled; null while unknown
    /// @param reason why it does not follow
    /// @param since  since when it is paused
    record Consumer(
            String state,
            @Nullable Long lag,
            @Nullable String reason,
            @Nullable Instant since) {

        static Consumer unreachable(String reason) {
            return new Consumer("unreachable", null, reason, null);
        }

        boolean follows() {
            return state.equals("following");
        }
    }

    /// @param rows             how many changes wait for Kafka, counted up to one above the limit
    /// @param limit            with more than this, ingest turns away
    /// @param oldestAgeSeconds how long the first of them has been waiting
    /// @param parked           how many Kafka has refused for ever
    record Outbox(long rows, int limit, long oldestAgeSeconds, long parked) {}

    /// @param oldestAgeSeconds how long the first of them has been waiting
    record DeadLetters(
            long open, long replaying, long parked, long oldestAgeSeconds, Map<String, Letters> byConsumer) {}

    /// How many of one consumer's dead letters are not settled.
    record Letters(long open, long replaying, long parked) {}
}
