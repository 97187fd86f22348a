package io.memlog.eventstore.postgres;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.AppendResult.Appended;
import io.memlog.eventstore.AppendResult.Conflict;
import io.memlog.eventstore.AppendResult.Duplicate;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.outbox.OutboxRelay;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The log in PostgreSQL. It takes part in the caller's transaction, which runs at READ COMMITTED: each
/// statement has to see what was committed while the append waited for its stream.
final class PostgresEventStore implements EventStore {

    private final TransactionOperations transaction;
    private final EventRows events;
    private final OutboxRows outbox;
    private final OutboxRelay relay;
    private final Clock clock;

    PostgresEventStore(
            TransactionOperations transaction, EventRows events, OutboxRows outbox, OutboxRelay relay, Clock clock) {
        this.transaction = transaction;
        this.events = events;
        this.outbox = outbox;
        this.relay = relay;
        this.clock = clock;
    }

    @Override
    public AppendResult append(StreamId stream, ExpectedVersion expected, List<NewEvent> batch) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one event");
        }
        return requireNonNull(transaction.execute(status -> {
            events.lock(stream);
            return appendLocked(stream, expected, batch);
        }));
    }

    @Override
    public Optional<StoredEvent> find(String eventId) {
        return events.find(eventId);
    }

    @Override
    public List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return events.read(stream, afterVersion, limit);
    }

    private AppendResult appendLocked(StreamId stream, ExpectedVersion expected, List<NewEvent> batch) {
        while (true) {
            var known = events.positions(batch);
            var fresh = without(known, batch);
            if (fresh.isEmpty()) {
                return new Duplicate(positionOfLast(batch, known));
            }
            var version = events.version(stream);
            if (!expected.accepts(version)) {
                return new Conflict(version);
            }
            var recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var inserted = events.insert(stream, version, fresh, recordedAt);
            if (inserted.size() == fresh.size()) {
                outbox.insert(fresh, inserted, recordedAt);
                wakeRelayAfterCommit(fresh);
                return new Appended(version + fresh.size(), positionOfLast(fresh, inserted));
            }
            // Another stream took one of the ids in this very moment, which leaves a hole in the versions.
            events.withdraw(inserted.values());
        }
    }

    private static List<NewEvent> without(Map<String, Position> known, List<NewEvent> batch) {
        var seen = new HashSet<>(known.keySet());
        return batch.stream().filter(event -> seen.add(event.eventId())).toList();
    }

    private static Position positionOfLast(List<NewEvent> batch, Map<String, Position> positions) {
        return requireNonNull(positions.get(batch.getLast().eventId()));
    }

    private void wakeRelayAfterCommit(List<NewEvent> appended) {
        if (appended.stream().allMatch(event -> event.message() == null)) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                relay.wake();
            }
        });
    }
}
