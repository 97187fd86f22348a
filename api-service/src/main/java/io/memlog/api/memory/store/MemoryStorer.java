package io.memlog.api.memory.store;

import io.memlog.api.memory.MemoryEvents;
import io.memlog.api.memory.MemoryLogRepository;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores memory logs: the event, the current state and the message to publish, in one transaction.
@Component
final class MemoryStorer {

    private final EventStore events;
    private final MemoryLogRepository memories;
    private final IdempotencyKeyRepository keys;
    private final StoreProperties properties;
    private final TransactionOperations transaction;
    private final Clock clock;

    MemoryStorer(
            EventStore events,
            MemoryLogRepository memories,
            IdempotencyKeyRepository keys,
            StoreProperties properties,
            TransactionOperations transaction,
            Clock clock) {
        this.events = events;
        this.memories = memories;
        this.keys = keys;
        this.properties = properties;
        this.transaction = transaction;
        this.clock = clock;
    }

    Outcome store(MemoryLogInput draft, @Nullable IdempotencyKey key) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (key == null) {
                return new Outcome.Stored(append(draft, now));
            }
            return switch (keys.claim(key, now.minus(properties.idempotencyRetention()))) {
                case IdempotencyKeyRepository.Claim.Used(var memory) -> new Outcome.Repeated(firstVersion(memory));
                case IdempotencyKeyRepository.Claim.UsedOtherwise _ -> new Outcome.KeyReused();
                case IdempotencyKeyRepository.Claim.Busy _ -> new Outcome.StillRunning();
                case IdempotencyKeyRepository.Claim.Free _ -> {
                    var stored = append(draft, now);
                    keys.remember(key, stored.id(), now);
                    yield new Outcome.Stored(stored);
                }
            };
        }));
    }

    private MemoryLog append(MemoryLogInput draft, Instant now) {
        var memory = draft.stored(memories.nextId(), now);
        var stream = StreamId.ofMemory(memory.id());
        var event = MemoryEvents.of(new MemoryStored(memory), memory, now);
        var result = events.append(stream, ExpectedVersion.noStream(), List.of(event));
        if (!(result instanceof AppendResult.Appended)) {
            throw new IllegalStateException("a new memory's stream is not empty: " + stream + ", " + result);
        }
        memories.add(memory);
        return memory;
    }

    private MemoryLog firstVersion(MemoryId memory) {
        var first = events.read(StreamId.ofMemory(memory), 0, 1).getFirst();
        return Json.mapper().readValue(first.data(), MemoryLog.class);
    }

    /// What became of a request to store.
    sealed interface Outcome {

        record Stored(MemoryLog memory) implements Outcome {}

        /// The same request was stored before.
        record Repeated(MemoryLog memory) implements Outcome {}

        record KeyReused() implements Outcome {}

        record StillRunning() implements Outcome {}
    }
}
