package io.memlog.eventstore.memory;

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
import io.memlog.schemas.message.EventMessage;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A log that lives as long as the object. It knows no transactions: what was appended stays.
public final class InMemoryEventStore implements EventStore {

    private final Clock clock;
    private final List<EventMessage> messages = new ArrayList<>();
    private final Map<String, StoredEvent> byId = new HashMap<>();
    private final Map<StreamId, List<StoredEvent>> byStream = new HashMap<>();

    public InMemoryEventStore(Clock clock) {
        this.clock = clock;
    }

    @Override
    public synchronized AppendResult append(StreamId stream, ExpectedVersion expected, List<NewEvent> batch) {
        if (batch.isEmpty()) {
            throw new IllegalArgumentException("an append has at least one event");
        }
        var seen = new HashSet<String>();
        var fresh = batch.stream()
                .filter(event -> !byId.containsKey(event.eventId()) && seen.add(event.eventId()))
                .toList();
        if (fresh.isEmpty()) {
            return new Duplicate(positionOfLast(batch));
        }
        var version = byStream.getOrDefault(stream, List.of()).size();
        if (!expected.accepts(version)) {
            return new Conflict(version);
        }
        fresh.forEach(event -> add(stream, event));
        return new Appended(version + fresh.size(), positionOfLast(fresh));
    }

    @Override
    public synchronized Optional<StoredEvent> find(String eventId) {
        return Optional.ofNullable(byId.get(eventId));
    }

    @Override
    public synchronized List<StoredEvent> read(StreamId stream, long afterVersion, int limit) {
        return byStream.getOrDefault(stream, List.of()).stream()
                .filter(event -> event.streamVersion() > afterVersion)
                .limit(limit)
                .toList();
    }

    /// What was to be published, in the order of the log.
    public synchronized List<EventMessage> messages() {
        return List.copyOf(messages);
    }

    private void add(StreamId stream, NewEvent event) {
        var events = byStream.computeIfAbsent(stream, _ -> new ArrayList<>());
        var stored = new StoredEvent(
                new Position(byId.size() + 1L),
                event.eventId(),
                stream,
                events.size() + 1L,
                event.type(),
                event.data(),
                event.metadata(),
                event.context(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        events.add(stored);
        byId.put(event.eventId(), stored);
        if (event.message() != null) {
            messages.add(event.message());
        }
    }

    private Position positionOfLast(List<NewEvent> events) {
        return requireNonNull(byId.get(events.getLast().eventId())).position();
    }
}
