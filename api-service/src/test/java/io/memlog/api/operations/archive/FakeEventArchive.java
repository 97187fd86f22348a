package io.memlog.api.operations.archive;

import io.memlog.eventstore.ArchivedEventRow;
import io.memlog.eventstore.EventArchive;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// A log whose events are all superseded; the row of an event is its position.
final class FakeEventArchive implements EventArchive {

    final TreeMap<Long, String> log = new TreeMap<>();
    private int restoresUntilFailure = -1;

    FakeEventArchive(long... positions) {
        for (var position : positions) {
            log.put(position, Long.toString(position));
        }
    }

    /// Makes one restore fail after this many have succeeded.
    void failAfter(int restores) {
        restoresUntilFailure = restores;
    }

    @Override
    public long count(Instant before) {
        return log.size();
    }

    @Override
    public Optional<PositionRange> next(Instant before, Position after, int most) {
        var next = log.tailMap(after.value(), false).keySet().stream()
                .limit(most)
                .map(Position::new)
                .toList();
        return next.isEmpty() ? Optional.empty() : Optional.of(new PositionRange(next.getFirst(), next.getLast()));
    }

    @Override
    public List<ArchivedEventRow> read(PositionRange range, Instant before, int most) {
        return log.subMap(range.first().value(), true, range.last().value(), true).entrySet().stream()
                .limit(most)
                .map(event -> new ArchivedEventRow(new Position(event.getKey()), Instant.EPOCH, event.getValue()))
                .toList();
    }

    @Override
    public void remove(Collection<Position> positions) {
        positions.forEach(position -> log.remove(position.value()));
    }

    @Override
    public int restore(List<String> lines) {
        if (restoresUntilFailure-- == 0) {
            throw new IllegalStateException("not restored");
        }
        var before = log.size();
        lines.forEach(line -> log.put(Long.parseLong(line), line));
        return log.size() - before;
    }
}
