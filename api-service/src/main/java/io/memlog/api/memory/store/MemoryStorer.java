package io.memlog.api.memory.store;

import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.MemoryEvents;
import io.memlog.api.memory.Predecessors;
import io.memlog.api.memory.store.StoreRepository.Claim;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores memory logs: the events, the current states and the messages to publish, in one transaction.
@Component
record MemoryStorer(
        EventStore events,
        StoreRepository repository,
        Predecessors predecessors,
        StoreProperties properties,
        TransactionOperations transaction,
        Clock clock) {

    private static final Duration IN_PROGRESS_RETRY_AFTER = Duration.ofSeconds(1);

    /// The results in the order of the items. Of two with the same idempotency key, the second repeats the first.
    List<Result> store(List<NewMemoryLog> items) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            List<Result> results = new ArrayList<>(items.size());
            while (results.size() < items.size()) {
                results.addAll(storeDistinct(withDistinctKeys(items.subList(results.size(), items.size()))));
            }
            return results;
        }));
    }

    /// The first items, up to one whose key has come before.
    private static List<NewMemoryLog> withDistinctKeys(List<NewMemoryLog> items) {
        var keys = new HashSet<IdempotencyKey.Id>();
        return items.stream()
                .takeWhile(item -> item.key() == null || keys.add(item.key().id()))
                .toList();
    }

    private List<Result> storeDistinct(List<NewMemoryLog> items) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var keys =
                items.stream().map(NewMemoryLog::key).filter(Objects::nonNull).toList();
        var claims = repository.claim(keys, now.minus(properties.idempotencyRetention()));
        var answers = items.stream().map(item -> answer(item, claims)).toList();
        var ids = repository
                .nextIds(answers.stream().filter(Optional::isEmpty).count())
                .iterator();
        List<Draft> drafts = new ArrayList<>();
        List<Result> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            var item = items.get(i);
            results.add(answers.get(i).orElseGet(() -> {
                var memory = item.input().firstVersion(ids.next(), now);
                drafts.add(new Draft(item, memory));
                return new Result.Stored(memory, false);
            }));
        }
        if (!drafts.isEmpty()) {
            add(additions(drafts), now);
        }
        return results;
    }

    /// The result of an item that is not to be stored; empty for one that is.
    private Optional<Result> answer(NewMemoryLog item, Map<IdempotencyKey.Id, Claim> claims) {
        var key = item.key();
        if (key == null) {
            return overQuota(item);
        }
        return switch (Objects.requireNonNull(claims.get(key.id()))) {
            case Claim.Acquired _ -> overQuota(item);
            case Claim.InProgress _ ->
                Optional.of(new Result.Rejected(new ProblemException(
                                ProblemType.IN_PROGRESS, "a request with this Idempotency-Key is still running")
                        .retryAfter(IN_PROGRESS_RETRY_AFTER)));
            case Claim.Completed(var memory, var at, var body)
            when key.hasBody(body) ->
                // From the same body, since version 1 may have left the log.
                Optional.of(new Result.Stored(item.input().firstVersion(memory, at), true));
            case Claim.Completed _ ->
                Optional.of(new Result.Rejected(new ProblemException(
                        ProblemType.IDEMPOTENCY_KEY_REUSED,
                        "this Idempotency-Key came with another body before; use a new key")));
        };
    }

    private Optional<Result> overQuota(NewMemoryLog item) {
        return Optional.ofNullable(item.overQuota()).map(Result.Rejected::new);
    }

    private List<Addition> additions(List<Draft> drafts) {
        var before = predecessors.ofNew(drafts.stream().map(Draft::memory).toList());
        return drafts.stream()
                .map(draft -> {
                    var memory = draft.memory();
                    var event = MemoryEvents.of(
                            new MemoryStored(memory),
                            memory,
                            before.get(memory.id()),
                            draft.item().origin());
                    return new Addition(draft.item().key(), memory, event);
                })
                .toList();
    }

    private void add(List<Addition> additions, Instant now) {
        var results = events.appendAll(additions.stream()
                .map(addition -> new Append(
                        StreamId.ofMemory(addition.memory().id()),
                        ExpectedVersion.noStream(),
                        List.of(addition.event())))
                .toList());
        if (!results.stream().allMatch(AppendResult.Appended.class::isInstance)) {
            throw new IllegalStateException("the stream of a new memory is not empty: " + results);
        }
        repository.insert(additions);
        repository.remember(additions, now);
    }

    private record Draft(NewMemoryLog item, MemoryLog memory) {}

    /// A memory log that is stored.
    record Addition(@Nullable IdempotencyKey key, MemoryLog memory, NewEvent event) {}

    /// The result of storing one memory log.
    sealed interface Result {

        /// @param replayed whether an earlier request with the same idempotency key stored it
        record Stored(MemoryLog memory, boolean replayed) implements Result {}

        record Rejected(ProblemException problem) implements Result {}
    }
}
