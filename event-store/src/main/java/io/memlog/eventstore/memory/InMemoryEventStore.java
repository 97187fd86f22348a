package io.memlog.eventstore.memory;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendPlan;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.EventFeed;
import io.memlog.eventstore.EventKey;
import io.memlog.eventstore.EventPage;
import io.memlog.eventstore.EventQueries;
import io.memlog.eventstore.EventQuery;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.eventstore.subscriptions.AppendNotifier;
import io.memlog.schemas.message.EventMessage;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A log on the heap. It has no transactions.
public final class InMemoryEventStore implements EventStore, EventQueries, EventFeed {

    private final Clock clock;
    private final AppendNotifier notifier;
    private final List<EventMessage> messages = new ArrayList<>();
    private final Map<EventKey, StoredEvent> byKey = new LinkedHashMap<>();
    private final Map<StreamId, List<StoredEvent>> byStream = new HashMap<>();

    public InMemoryEventStore(Clock clock) {
        this(clock, new AppendNotifier());
    }

    /// @param notifier is notified of each append
    public InMemoryEventStore(Clock clock, AppendNotifier notifier) {
        this.clock = clock;
        this.notifier = notifier;
    }

    @Override
    public synchronized List<AppendResult> appendAll(List<Append> appends) {
        Map<EventKey, Position> known = new HashMap<>();
        Map<StreamId, Long> versions = new HashMap<>();
        for (var append : appends) {
            versions.put(append.stream(), (long)
                    byStream.getOrDefault(append.stream(), List.of()).size());
            append.events().stream()
                    .map(event -> byKey.get(event.key()))
                    .filter(Objects::nonNull)
                    .forEach(stored -> known.put(stored.key(), stored.position()));
        }
        var plan = new AppendPlan(appends, known, versions);
        var added = new HashMap<EventKey, Position>();
        plan.additions().forEach(addition -> added.put(addition.event().key(), add(addition)));
        notifier.notifySubscribers();
        return plan.results(added);
    }

    @Override
    public synchronized List<StoredEvent> find(String eventId) {
        return byKey.values().stream()
                .filter(event -> event.eventId().equals(eventId))
                .toList();
    }

    @Override
    public synchronized List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return byStream.getOrDefault(stream, List.of()).stream()
                .filter(event -> event.streamVersion() > afterVersion)
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized EventPage find(EventQuery query) {
        return InMemoryEventQuery.of(byKey.values(), query);
    }

    @Override
    public synchronized EventBatch after(Checkpoint checkpoint, int limit) {
        var everything = EventQuery.all().after(checkpoint.position()).limit(limit);
        return EventBatch.after(checkpoint, find(everything).events());
    }

    @Override
    public synchronized Checkpoint end() {
        return Checkpoint.at(new Position(byKey.size()));
    }

    /// The messages of the appended events, in the order of the log.
    public synchronized List<EventMessage> messages() {
        return List.copyOf(messages);
    }

    private Position add(AppendPlan.Addition addition) {
        var event = addition.event();
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var occurredAt = event.occurredAt();
        var stored = new StoredEvent(
                new Position(byKey.size() + 1L),
                event.eventId(),
                addition.stream(),
                addition.version(),
                event.type(),
                event.data(),
                event.metadata(),
                event.context(),
                occurredAt == null ? now : occurredAt.truncatedTo(ChronoUnit.MICROS),
                now);
        byStream.computeIfAbsent(addition.stream(), _ -> new ArrayList<>()).add(stored);
        byKey.put(event.key(), stored);
        if (event.message() != null) {
            messages.add(requireNonNull(event.message()));
        }
        return stored.position();
    }
}
