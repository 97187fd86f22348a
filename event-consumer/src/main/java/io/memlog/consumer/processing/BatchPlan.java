package io.memlog.consumer.processing;

import io.memlog.schemas.memory.MemoryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What one batch does: at most one task per memory, in the order in which the memories first appear.
///
/// @param superseded how many changes are dropped because of a newer one in the same batch
record BatchPlan(
        List<IndexTask> tasks,
        List<DecodedRecord.Poison> poison,
        List<DecodedRecord.InvalidTombstone> invalidTombstones,
        int superseded) {

    static BatchPlan of(List<DecodedRecord> batch) {
        Map<MemoryKey, List<DecodedRecord>> memories = new LinkedHashMap<>();
        List<DecodedRecord.Poison> poison = new ArrayList<>();
        List<DecodedRecord.InvalidTombstone> invalidTombstones = new ArrayList<>();
        for (var decoded : batch) {
            switch (decoded) {
                case DecodedRecord.Change change ->
                    of(memories, change.change().key()).add(change);
                case DecodedRecord.Tombstone tombstone ->
                    of(memories, tombstone.memory()).add(tombstone);
                case DecodedRecord.Poison each -> poison.add(each);
                case DecodedRecord.InvalidTombstone each -> invalidTombstones.add(each);
            }
        }
        var tasks = memories.values().stream().map(BatchPlan::task).toList();
        var superseded = batch.size() - tasks.size() - poison.size() - invalidTombstones.size();
        return new BatchPlan(tasks, poison, invalidTombstones, superseded);
    }

    private static List<DecodedRecord> of(Map<MemoryKey, List<DecodedRecord>> memories, MemoryKey memory) {
        return memories.computeIfAbsent(memory, ignored -> new ArrayList<>());
    }

    /// A tombstone supersedes every change: ids are never reused, so a change beside it can only be a
    /// duplicate.
    private static IndexTask task(List<DecodedRecord> ofOneMemory) {
        var records = ofOneMemory.stream().map(DecodedRecord::record).toList();
        DecodedRecord.Change newest = null;
        for (var decoded : ofOneMemory) {
            if (decoded instanceof DecodedRecord.Tombstone tombstone) {
                var replays = replays(ofOneMemory, DecodedRecord.Tombstone.class::isInstance);
                return new IndexTask.Purge(tombstone.memory(), tombstone.record(), records, replays);
            }
            if (decoded instanceof DecodedRecord.Change change && (newest == null || supersedes(change, newest))) {
                newest = change;
            }
        }
        if (newest == null) {
            throw new IllegalArgumentException("a memory without a record");
        }
        var version = newest.change().version();
        var replays = replays(ofOneMemory, decoded -> version(decoded) == version);
        return new IndexTask.Upsert(
                newest.change(), newest.source() == RecordSource.REPLAY, newest.record(), records, replays);
    }

    private static List<ReplayedDeadLetter> replays(
            List<DecodedRecord> ofOneMemory, Predicate<DecodedRecord> effective) {
        return ofOneMemory.stream()
                .flatMap(decoded -> RecordHeaders.replayId(decoded.record())
                        .map(id ->
                                new ReplayedDeadLetter(decoded.record(), id, version(decoded), effective.test(decoded)))
                        .stream())
                .toList();
    }

    private static long version(DecodedRecord decoded) {
        return decoded instanceof DecodedRecord.Change change
                ? change.change().version()
                : RecordHeaders.version(decoded.record()).orElse(1L);
    }

    private static boolean supersedes(DecodedRecord.Change one, DecodedRecord.Change other) {
        var newer = one.change().version() - other.change().version();
        return newer > 0 || (newer == 0 && one.source() == RecordSource.REPLAY);
    }
}
