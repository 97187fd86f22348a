package io.memlog.eventstore.postgres;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendPlan;
import io.memlog.eventstore.AppendPlan.Addition;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.outbox.OutboxRelay;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The log in PostgreSQL. It takes part in the caller's transaction, which must run at READ COMMITTED: each
/// statement has to see what was committed while the append waited for its stream.
record PostgresEventStore(
        TransactionOperations transaction,
        EventWriter writer,
        EventReader reader,
        OutboxWriter outbox,
        OutboxRelay relay,
        AppendNotifier notifier,
        Clock clock)
        implements EventStore {

    @Override
    public List<AppendResult> appendAll(List<Append> appends) {
        var streams = appends.stream().map(Append::stream).distinct().toList();
        return requireNonNull(transaction.execute(_ -> {
            writer.lock(streams);
            return appendLocked(streams, appends);
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

    private List<AppendResult> appendLocked(List<StreamId> streams, List<Append> appends) {
        var ids = appends.stream()
                .flatMap(append -> append.events().stream())
                .map(NewEvent::eventId)
                .distinct()
                .toList();
        while (true) {
            var plan = new AppendPlan(appends, writer.positions(ids), writer.versions(streams));
            var additions = plan.additions();
            var recordedAt = clock.instant().truncatedTo(ChronoUnit.MICROS);
            var inserted = writer.insert(additions, recordedAt);
            if (inserted.size() == additions.size()) {
                var events = additions.stream().map(Addition::event).toList();
                outbox.insert(events, inserted, recordedAt);
                notifyAfterCommit(events);
                return plan.results(inserted);
            }
            // Another stream has inserted one of the ids concurrently, which leaves a gap in the versions.
            writer.rollbackInsert(inserted.values());
        }
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
