package io.memlog.eventstore;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Takes superseded events out of the log, and puts them back. Superseded is an event of a memory log that a
/// later one of its stream follows, as long as nothing of it waits to be published and nothing before it is
/// still in the making.
///
/// What was superseded once remains so, hence a range that is read again holds at least what it held before.
public interface EventArchive {

    /// How many superseded events were recorded before this time.
    long count(Instant before);

    /// Where the first superseded events stand that come after a position; empty when there are none.
    ///
    /// @param most how many superseded events the range holds at most, to begin with
    Optional<PositionRange> next(Instant before, Position after, int most);

    /// The first superseded events of a range, in the order of their positions.
    List<ArchivedEventRow> read(PositionRange range, Instant before, int most);

    /// Removes these events from the log, within the caller's transaction.
    ///
    /// @throws IllegalStateException when one of them is not there
    void remove(Collection<Position> positions);

    /// Puts events back that are missing, each just as it was.
    ///
    /// @param lines the JSON of [ArchivedEventRow]s
    /// @return how many were missing
    int restore(List<String> lines);
}
