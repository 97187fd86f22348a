package io.memlog.consumer.processing;

import io.memlog.schemas.memory.MemoryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What a batch comes down to: one task for each memory.
///
/// @param superseded how many changes a newer one in the same batch, or an erasure, has taken the place of
record BatchPlan(
        List<IndexTask> tasks,
        List<DecodedRecord.Undecodable> undecodable,
        List<DecodedRecord.Unaddressed> unaddressed,
        int superseded) {

    static BatchPlan of(List<DecodedRecord> batch) {
        Map<MemoryKey, List<DecodedRecord>> memories = new LinkedHashMap<>();
        List<DecodedRecord.Undecodable> undecodable = new ArrayList<>();
        List<DecodedRecord.Unaddressed> unaddressed = new ArrayList<>();
        for (var incoming : batch) {
            switch (incoming) {
                case DecodedRecord.Change change ->
                    of(memories, change.change().key()).add(change);
                case DecodedRecord.Erasure erasure ->
                    of(memories, erasure.memory()).add(erasure);
                case DecodedRecord.Undecodable broken -> undecodable.add(broken);
                case DecodedRecord.Unaddressed nobodys -> unaddressed.add(nobodys);
            }
        }
        var tasks = memories.values().stream().map(BatchPlan::task).toList();
        var superseded = batch.size() - tasks.size() - undecodable.size() - unaddressed.size();
        return new BatchPlan(tasks, undecodable, unaddressed, superseded);
    }

    private static List<DecodedRecord> of(Map<MemoryKey, List<DecodedRecord>> memories, MemoryKey memory) {
        return memories.computeIfAbsent(memory, ignored -> new ArrayList<>());
    }

    /// An erasure wins over every change: ids are never used again, so a change beside it can only be a
    /// repetition.
    private static IndexTask task(List<DecodedRecord> ofOneMemory) {
        var messages = ofOneMemory.stream().map(DecodedRecord::message).toList();
        DecodedRecord.Change newest = null;
        for (var incoming : ofOneMemory) {
            if (incoming instanceof DecodedRecord.Erasure erasure) {
                var letters = letters(ofOneMemory, DecodedRecord.Erasure.class::isInstance);
                return new IndexTask.Erase(erasure.memory(), erasure.message(), messages, letters);
            }
            if (incoming instanceof DecodedRecord.Change change && (newest == null || supersedes(change, newest))) {
                newest = change;
            }
        }
        if (newest == null) {
            throw new IllegalArgumentException("a memory without a message");
        }
        var version = newest.change().version();
        var letters = letters(ofOneMemory, incoming -> version(incoming) == version);
        return new IndexTask.Apply(
                newest.change(), newest.lane() == RecordSource.REPLAY, newest.message(), messages, letters);
    }

    private static List<ReplayedDeadLetter> letters(List<DecodedRecord> ofOneMemory, Predicate<DecodedRecord> wanted) {
        return ofOneMemory.stream()
                .flatMap(incoming -> RecordHeaders.letter(incoming.message())
                        .map(ticket -> new ReplayedDeadLetter(
                                incoming.message(), ticket, version(incoming), wanted.test(incoming)))
                        .stream())
                .toList();
    }

    private static long version(DecodedRecord incoming) {
        return incoming instanceof DecodedRecord.Change change
                ? change.change().version()
                : RecordHeaders.version(incoming.message()).orElse(1L);
    }

    private static boolean supersedes(DecodedRecord.Change one, DecodedRecord.Change other) {
        var newer = one.change().version() - other.change().version();
        return newer > 0 || (newer == 0 && one.lane() == RecordSource.REPLAY);
    }
}
