package io.memlog.eventstore;

import static java.util.Objects.requireNonNull;

import io.memlog.eventstore.AppendResult.Appended;
import io.memlog.eventstore.AppendResult.Conflict;
import io.memlog.eventstore.AppendResult.Duplicate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides what a list of appends, one after the other, adds to a log.
public final class AppendPlan {

    /// An event with its version in its stream.
    public record Addition(StreamId stream, long version, NewEvent event) {}

    private final Map<EventKey, Position> known;
    private final Map<StreamId, Long> versions;
    private final Set<EventKey> taken;
    private final List<Addition> additions = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();

    /// @param known    the positions of events that are in the log already, by event
    /// @param versions the versions of the streams that have events
    public AppendPlan(List<Append> appends, Map<EventKey, Position> known, Map<StreamId, Long> versions) {
        this.known = known;
        this.versions = new HashMap<>(versions);
        this.taken = new HashSet<>(known.keySet());
        appends.forEach(append -> outcomes.add(decide(append)));
    }

    /// The new events, in the order of their positions.
    public List<Addition> additions() {
        return additions;
    }

    /// The result of each append.
    ///
    /// @param added the positions of the additions, by event
    public List<AppendResult> results(Map<EventKey, Position> added) {
        return outcomes.stream().map(outcome -> result(outcome, added)).toList();
    }

    private Outcome decide(Append append) {
        var newEvents = newEventsOf(append);
        var last = append.events().getLast().key();
        if (newEvents.isEmpty()) {
            return new Outcome.Repeats(last);
        }
        var version = versions.getOrDefault(append.stream(), 0L);
        if (!append.expected().accepts(version)) {
            return new Outcome.Conflicts(version);
        }
        for (var event : newEvents) {
            additions.add(new Addition(append.stream(), ++version, event));
            taken.add(event.key());
        }
        versions.put(append.stream(), version);
        return new Outcome.Adds(version, newEvents.getLast().key());
    }

    private List<NewEvent> newEventsOf(Append append) {
        var seen = new HashSet<EventKey>();
        return append.events().stream()
                .filter(event -> !taken.contains(event.key()) && seen.add(event.key()))
                .toList();
    }

    private AppendResult result(Outcome outcome, Map<EventKey, Position> added) {
        return switch (outcome) {
            case Outcome.Adds(long version, EventKey last) -> new Appended(version, position(last, added));
            case Outcome.Repeats(EventKey last) -> new Duplicate(position(last, added));
            case Outcome.Conflicts(long version) -> new Conflict(version);
        };
    }

    private Position position(EventKey event, Map<EventKey, Position> added) {
        var position = added.get(event);
        return position != null ? position : requireNonNull(known.get(event));
    }

    private sealed interface Outcome {

        record Adds(long version, EventKey lastEvent) implements Outcome {}

        record Repeats(EventKey lastEvent) implements Outcome {}

        record Conflicts(long version) implements Outcome {}
    }
}
