package io.memlog.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Removes superseded events from the log, and restores them. An event of a memory log is superseded when its
/// stream has a later event, it is published, and no open transaction can add an event before it.
///
/// A superseded event stays superseded: a range that is read again holds at least the events that it held
/// before.
public interface EventArchive {

    /// The number of superseded events that were recorded before a time.
    long count(Instant before);

    /// The range of the first superseded events after a position; empty when there are none. It ends early where they
    /// are far apart.
    ///
    /// @param limit the maximum number of superseded events in the range
    Optional<PositionRange> next(Instant before, Position after, int limit);

    /// The first superseded events of a range, in the order of their positions.
    List<ArchivedEventRow> read(PositionRange range, Instant before, int limit);

    /// Removes events from the log, within the caller's transaction.
    ///
    /// @throws IllegalStateException when one of them is missing
    void remove(Collection<Position> positions);

    /// Restores missing events, byte for byte.
    ///
    /// @param rows the JSON of [ArchivedEventRow]s
    /// @return how many were missing
    int restore(List<String> rows);
}
