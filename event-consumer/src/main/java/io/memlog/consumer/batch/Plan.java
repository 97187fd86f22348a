package io.memlog.consumer.batch;

import io.memlog.schemas.memory.MemoryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a batch comes down to: one task for each memory.
///
/// @param superseded how many changes a newer one in the same batch, or an erasure, has taken the place of
record Plan(
        List<Task> tasks,
        List<Incoming.Undecodable> undecodable,
        List<Incoming.Unaddressed> unaddressed,
        int superseded) {

    static Plan of(List<Incoming> batch) {
        Map<MemoryKey, List<Incoming>> memories = new LinkedHashMap<>();
        List<Incoming.Undecodable> undecodable = new ArrayList<>();
        List<Incoming.Unaddressed> unaddressed = new ArrayList<>();
        for (var incoming : batch) {
            switch (incoming) {
                case Incoming.Change change ->
                    of(memories, change.change().key()).add(change);
                case Incoming.Erasure erasure -> of(memories, erasure.memory()).add(erasure);
                case Incoming.Undecodable broken -> undecodable.add(broken);
                case Incoming.Unaddressed nobodys -> unaddressed.add(nobodys);
            }
        }
        var tasks = memories.values().stream().map(Plan::task).toList();
        var superseded = batch.size() - tasks.size() - undecodable.size() - unaddressed.size();
        return new Plan(tasks, undecodable, unaddressed, superseded);
    }

    private static List<Incoming> of(Map<MemoryKey, List<Incoming>> memories, MemoryKey memory) {
        return memories.computeIfAbsent(memory, ignored -> new ArrayList<>());
    }

    /// An erasure wins over every change: ids are never used again, so a change beside it can only be a
    /// repetition.
    private static Task task(List<Incoming> ofOneMemory) {
        var messages = ofOneMemory.stream().map(Incoming::message).toList();
        Incoming.Change newest = null;
        for (var incoming : ofOneMemory) {
            if (incoming instanceof Incoming.Erasure erasure) {
                var letters = letters(ofOneMemory, Incoming.Erasure.class::isInstance);
                return new Task.Erase(erasure.memory(), erasure.message(), messages, letters);
            }
            if (incoming instanceof Incoming.Change change && (newest == null || supersedes(change, newest))) {
                newest = change;
            }
        }
        if (newest == null) {
            throw new IllegalArgumentException("a memory without a message");
        }
        var version = newest.change().version();
        var letters = letters(ofOneMemory, incoming -> version(incoming) == version);
        return new Task.Apply(newest.change(), newest.lane() == Lane.REPLAY, newest.message(), messages, letters);
    }

    private static List<ReplayedLetter> letters(List<Incoming> ofOneMemory, Predicate<Incoming> wanted) {
        return ofOneMemory.stream()
                .flatMap(incoming -> MessageHeaders.letter(incoming.message())
                        .map(ticket -> new ReplayedLetter(
                                incoming.message(), ticket, version(incoming), wanted.test(incoming)))
                        .stream())
                .toList();
    }

    private static long version(Incoming incoming) {
        return incoming instanceof Incoming.Change change
                ? change.change().version()
                : MessageHeaders.version(incoming.message()).orElse(1L);
    }

    private static boolean supersedes(Incoming.Change one, Incoming.Change other) {
        var newer = one.change().version() - other.change().version();
        return newer > 0 || (newer == 0 && one.lane() == Lane.REPLAY);
    }
}
