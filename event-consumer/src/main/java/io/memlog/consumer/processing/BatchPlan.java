package io.memlog.consumer.processing;

import io.memlog.schemas.memory.MemoryKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What one batch does: at most one task per memory, in the order in which the memories first appear.
///
/// @param newer      events of a later release, which stay unacknowledged
/// @param superseded how many changes are dropped because of a newer one in the same batch
record BatchPlan<P>(
        List<MemoryTask<P>> tasks,
        List<DecodedRecord.Poison> poison,
        List<DecodedRecord.InvalidTombstone> invalidTombstones,
        List<DecodedRecord.Newer> newer,
        int superseded) {

    static <P> BatchPlan<P> of(List<DecodedRecord> batch) {
        Map<MemoryKey, List<DecodedRecord.OfMemory>> memories = new LinkedHashMap<>();
        List<DecodedRecord.Poison> poison = new ArrayList<>();
        List<DecodedRecord.InvalidTombstone> invalidTombstones = new ArrayList<>();
        List<DecodedRecord.Newer> newer = new ArrayList<>();
        for (var decoded : batch) {
            switch (decoded) {
                case DecodedRecord.OfMemory each ->
                    memories.computeIfAbsent(each.memory(), _ -> new ArrayList<>())
                            .add(each);
                case DecodedRecord.Poison each -> poison.add(each);
                case DecodedRecord.InvalidTombstone each -> invalidTombstones.add(each);
                case DecodedRecord.Newer each -> newer.add(each);
            }
        }
        var tasks = memories.values().stream().map(MemoryTask::<P>of).toList();
        var superseded = batch.size() - tasks.size() - poison.size() - invalidTombstones.size() - newer.size();
        return new BatchPlan<>(tasks, poison, invalidTombstones, newer, superseded);
    }
}
