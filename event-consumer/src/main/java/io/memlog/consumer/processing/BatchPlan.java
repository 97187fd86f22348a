package io.memlog.consumer.processing;

import io.memlog.schemas.memory.MemoryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What one batch does: at most one task per memory, in the order in which the memories first appear.
///
/// @param newer      events of a later release, which stay unacknowledged
/// @param superseded how many changes are dropped because of a newer one in the same batch
record BatchPlan(
        List<IndexTask> tasks,
        List<DecodedRecord.Poison> poison,
        List<DecodedRecord.InvalidTombstone> invalidTombstones,
        List<DecodedRecord.Newer> newer,
        int superseded) {

    static BatchPlan of(List<DecodedRecord> batch) {
        Map<MemoryKey, List<DecodedRecord>> memories = new LinkedHashMap<>();
        List<DecodedRecord.Poison> poison = new ArrayList<>();
        List<DecodedRecord.InvalidTombstone> invalidTombstones = new ArrayList<>();
        List<DecodedRecord.Newer> newer = new ArrayList<>();
        for (var decoded : batch) {
            switch (decoded) {
                case DecodedRecord.Change change ->
                    of(memories, change.change().key()).add(change);
                case DecodedRecord.Tombstone tombstone ->
                    of(memories, tombstone.memory()).add(tombstone);
                case DecodedRecord.Poison each -> poison.add(each);
                case DecodedRecord.InvalidTombstone each -> invalidTombstones.add(each);
                case DecodedRecord.Newer each -> newer.add(each);
            }
        }
        var tasks = memories.values().stream().map(BatchPlan::task).toList();
        var superseded = batch.size() - tasks.size() - poison.size() - invalidTombstones.size() - newer.size();
        return new BatchPlan(tasks, poison, invalidTombstones, newer, superseded);
    }

    private static List<DecodedRecord> of(Map<MemoryKey, List<DecodedRecord>> memories, MemoryKey memory) {
        return memories.computeIfAbsent(memory, ignored -> new ArrayList<>());
    }

    /// A tombstone supersedes the changes up to its version; a newer change is applied.
    private static IndexTask task(List<DecodedRecord> ofOneMemory) {
        var records = ofOneMemory.stream().map(DecodedRecord::record).toList();
        DecodedRecord.Change newest = null;
        DecodedRecord.Tombstone tombstone = null;
        long purgeLimit = 0;
        for (var decoded : ofOneMemory) {
            if (decoded instanceof DecodedRecord.Tombstone each
                    && (tombstone == null || each.version() > tombstone.version())) {
                tombstone = each;
            }
            if (decoded instanceof DecodedRecord.Change change) {
                purgeLimit = Math.max(purgeLimit, purgeLimit(change));
                if (newest == null || supersedes(change, newest)) {
                    newest = change;
                }
            }
        }
        if (newest != null && (tombstone == null || newest.change().version() > tombstone.version())) {
            var version = newest.change().version();
            return new IndexTask.Upsert(
                    newest.change(),
                    newest.source() == RecordSource.REPLAY,
                    Math.max(purgeLimit, tombstone == null ? 0 : tombstone.version()),
                    newest.record(),
                    records,
                    replays(ofOneMemory, decoded -> version(decoded) == version));
        }
        if (tombstone == null) {
            throw new IllegalArgumentException("a memory without a record");
        }
        return new IndexTask.Purge(
                tombstone.memory(),
                tombstone.version(),
                tombstone.record(),
                records,
                replays(ofOneMemory, DecodedRecord.Tombstone.class::isInstance));
    }

    private static long purgeLimit(DecodedRecord.Change change) {
        return change.source() == RecordSource.REPLAY
                ? RecordHeaders.purgeLimit(change.record()).orElse(0L)
                : 0;
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
