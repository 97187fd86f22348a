package io.memlog.api.memory.stream;

import io.memlog.eventstore.Checkpoint;
import io.memlog.eventstore.EventBatch;
import io.memlog.eventstore.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The latest changes of the log, which all clients read from, each at its own position. What is evicted is no longer
/// in memory for anyone.
final class ChangeBuffer {

    private static final int MAX_READ = 200;

    private final int capacity;
    private final List<Change> changes = new ArrayList<>();
    private long start;
    private long end;

    /// @param changes the changes after a position, in their order; not necessarily all
    /// @param end     where to continue
    record Part(List<Change> changes, Checkpoint end) {}

    /// @param begin the changes after it will be added
    ChangeBuffer(int capacity, Checkpoint begin) {
        this.capacity = capacity;
        this.start = begin.position().value();
        this.end = start;
    }

    /// Every change after it is kept.
    synchronized Checkpoint start() {
        return Checkpoint.at(new Position(start));
    }

    synchronized void add(EventBatch batch) {
        batch.events().stream().flatMap(event -> Change.of(event).stream()).forEach(changes::add);
        var surplus = changes.size() - capacity;
        if (surplus > 0) {
            var evicted = changes.subList(0, surplus);
            start = evicted.getLast().position().value();
            evicted.clear();
        }
        end = batch.end().position().value();
    }

    /// Some changes after this position; empty when it is older than what is kept.
    synchronized Optional<Part> after(Checkpoint checkpoint) {
        var position = checkpoint.position().value();
        if (position < start) {
            return Optional.empty();
        }
        var first = indexAfter(position);
        var last = Math.min(changes.size(), first + MAX_READ);
        var part = List.copyOf(changes.subList(first, last));
        var reached = last < changes.size() ? part.getLast().position().value() : Math.max(end, position);
        return Optional.of(new Part(part, Checkpoint.at(new Position(reached))));
    }

    private int indexAfter(long position) {
        int low = 0;
        int high = changes.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (changes.get(middle).position().value() <= position) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
