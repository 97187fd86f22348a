package io.memlog.api.memory;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.StoredEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The versions of a memory log, which are its events.
@Component
public final class MemoryVersions {

    private static final int PAGE_SIZE = 50;

    private final EventStore events;
    private final Predecessors predecessors;

    MemoryVersions(EventStore events, Predecessors predecessors) {
        this.events = events;
        this.predecessors = predecessors;
    }

    /// The change that made this version.
    public Lookup at(MemoryId memory, long version) {
        return switch (firstFrom(memory, version)) {
            case null -> new Lookup.Unknown();
            case StoredEvent event when event.streamVersion() == version -> new Lookup.Known(decode(event));
            case StoredEvent event -> new Lookup.Archived(event.streamVersion());
        };
    }

    /// The last change made at this time or before, by binary search, since versions are ordered in time.
    /// Where a version is archived, the next one in the log is compared instead.
    ///
    /// @param newest the memory's newest version
    public Lookup asOf(MemoryId memory, Instant time, long newest) {
        Lookup found = new Lookup.Unknown();
        long low = 1;
        long high = newest;
        while (low <= high) {
            long middle = low + (high - low) / 2;
            var event = firstFrom(memory, middle);
            var change = event == null || event.streamVersion() > high ? null : decode(event);
            if (event != null && change != null && !change.changedAt().isAfter(time)) {
                found = new Lookup.Known(change);
                low = event.streamVersion() + 1;
            } else {
                high = middle - 1;
            }
        }
        var next = firstFrom(memory, low);
        return next != null && next.streamVersion() > low ? new Lookup.Archived(next.streamVersion()) : found;
    }

    /// The newest change above a version.
    public Optional<MemoryChange> newestAfter(MemoryId memory, long version) {
        Optional<StoredEvent> newest = Optional.empty();
        for (var page = events(memory, version, PAGE_SIZE); !page.isEmpty(); ) {
            var last = page.getLast();
            newest = Optional.of(last);
            page = page.size() < PAGE_SIZE ? List.of() : events(memory, last.streamVersion(), PAGE_SIZE);
        }
        return newest.map(MemoryVersions::decode);
    }

    /// Appends the version that follows the newest one, within the transaction of a caller that has locked the
    /// memory log.
    ///
    /// @param about the memory log as it is after the change, or was before its deletion
    public void append(MemoryChange change, MemoryLog about) {
        var stream = StreamId.ofMemory(about.id());
        var expected = ExpectedVersion.exactly(change.version() - 1);
        var predecessor = change instanceof MemoryChange.Written
                ? predecessors.of(List.of(about)).get(about.id())
                : null;
        var event = MemoryEvents.of(change, about, predecessor, ChangeOrigin.current());
        var result = events.append(stream, expected, List.of(event));
        if (!(result instanceof AppendResult.Appended)) {
            throw new IllegalStateException(stream + " was appended to past its memory log: " + result);
        }
    }

    /// The events above a version, oldest first.
    public List<StoredEvent> events(MemoryId memory, long afterVersion, int limit) {
        return events.read(StreamId.ofMemory(memory), afterVersion, limit);
    }

    private @Nullable StoredEvent firstFrom(MemoryId memory, long version) {
        return events(memory, version - 1, 1).stream().findFirst().orElse(null);
    }

    private static MemoryChange decode(StoredEvent event) {
        return MemoryEvents.decode(event.eventId(), event.type(), event.data());
    }

    /// What the log has of a version.
    public sealed interface Lookup {

        record Known(MemoryChange change) implements Lookup {}

        /// @param next the version with which the log continues
        record Archived(long next) implements Lookup {}

        record Unknown() implements Lookup {}
    }
}
