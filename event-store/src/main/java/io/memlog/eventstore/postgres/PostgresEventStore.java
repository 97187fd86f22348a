package io.memlog.eventstore.postgres;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendPlan;
import io.memlog.eventstore.AppendPlan.Addition;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The log in PostgreSQL. It takes part in the caller's transaction, which must run at READ COMMITTED: each
/// statement has to see what was committed while the append waited for its stream.
record PostgresEventStore(
        TransactionOperations transaction,
        EventWriter writer,
        EventReader reader,
        OutboxRelay relay,
        AppendNotifier notifier,
        Clock clock)
        implements EventStore {

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
        return requireNonNull(transaction.execute(_ -> {
            var added = expectsNewStreams(appends)
                    ? add(new AppendPlan(appends, Map.of(), Map.of()))
                    : Optional.<List<AppendResult>>empty();
            return added.orElseGet(() -> lockAndAdd(appends));
        }));
    }

    @Override
    public List<StoredEvent> find(String eventId) {
        return reader.find(eventId);
    }

    @Override
    public List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return reader.read(stream, afterVersion, limit);
    }

    /// Streams that do not exist need no lock and no look-up: the table rejects what exists after all.
    private static boolean expectsNewStreams(List<Append> appends) {
        return appends.stream().allMatch(append -> append.expected() instanceof ExpectedVersion.NoStream);
    }

    private List<AppendResult> lockAndAdd(List<Append> appends) {
        var streams = appends.stream().map(Append::stream).distinct().toList();
        var ids = appends.stream()
                .flatMap(append -> append.events().stream())
                .map(NewEvent::eventId)
                .distinct()
                .toList();
        writer.lock(streams);
        while (true) {
            var added = add(new AppendPlan(appends, writer.positions(ids), writer.versions(streams)));
            if (added.isPresent()) {
                return added.get();
            }
        }
    }

    /// Empty when an event or a version that is planned as new is in the log: then nothing is added.
    private Optional<List<AppendResult>> add(AppendPlan plan) {
        var additions = plan.additions();
        var recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var inserted = writer.insert(additions, recordedAt);
        if (inserted.size() < additions.size()) {
            writer.rollbackInsert(inserted.values());
            return Optional.empty();
        }
        var events = additions.stream().map(Addition::event).toList();
        notifyAfterCommit(events);
        return Optional.of(plan.results(inserted));
    }

    private void notifyAfterCommit(List<NewEvent> appended) {
        var published = appended.stream().anyMatch(event -> event.message() != null);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                notifier.notifySubscribers();
                if (published) {
                    relay.wake();
                }
            }
        });
    }
}
