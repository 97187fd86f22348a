package io.memlog.api.memory.store;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.MemoryEvents;
import io.memlog.api.memory.quota.TenantQuota;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores memory logs: the event, the current state and the message to publish, in one transaction.
@Component
record MemoryStorer(
        EventStore events,
        StoreRepository repository,
        StoreProperties properties,
        TransactionOperations transaction,
        TenantQuota quota,
        Clock clock) {

    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(1);

    Result store(MemoryLogInput input, @Nullable IdempotencyKey key) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
            if (key == null) {
                return storeNew(input, now);
            }
            return switch (repository.claim(key, now.minus(properties.idempotencyRetention()))) {
                case StoreRepository.Claim.Completed(var memory, var at) ->
                    // From the same body, since version 1 may have left the log.
                    new Result.Stored(input.firstVersion(memory, at), true);
                case StoreRepository.Claim.PayloadMismatch _ ->
                    new Result.Rejected(new ProblemException(
                            ProblemType.IDEMPOTENCY_KEY_REUSED,
                            "this Idempotency-Key came with another body before; use a new key"));
                case StoreRepository.Claim.InProgress _ ->
                    new Result.Rejected(new ProblemException(
                                    ProblemType.IN_PROGRESS, "a request with this Idempotency-Key is still running")
                            .retryAfter(IN_PROGRESS_RETRY_AFTER));
                case StoreRepository.Claim.Acquired _ -> {
                    var result = storeNew(input, now);
                    if (result instanceof Result.Stored(var stored, var _)) {
                        repository.remember(key, stored.id(), now);
                    }
                    yield result;
                }
            };
        }));
    }

    private Result storeNew(MemoryLogInput input, Instant now) {
        var exceeded = quota.exceededBy(input.tenant());
        return exceeded.isPresent()
                ? new Result.Rejected(exceeded.get())
                : new Result.Stored(append(input, now), false);
    }

    private MemoryLog append(MemoryLogInput input, Instant now) {
        var memory = input.firstVersion(repository.nextId(), now);
        var stream = StreamId.ofMemory(memory.id());
        var event = MemoryEvents.of(new MemoryStored(memory), memory);
        var result = events.append(stream, ExpectedVersion.noStream(), List.of(event));
        if (!(result instanceof AppendResult.Appended)) {
            throw new IllegalStateException("a new memory's stream is not empty: " + stream + ", " + result);
        }
        repository.insert(memory);
        return memory;
    }

    /// The result of storing one memory log.
    sealed interface Result {

        /// @param replayed whether an earlier request with the same idempotency key stored it
        record Stored(MemoryLog memory, boolean replayed) implements Result {}

        record Rejected(ProblemException problem) implements Result {}
    }
}
