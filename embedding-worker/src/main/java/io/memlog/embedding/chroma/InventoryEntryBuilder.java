package io.memlog.embedding.chroma;

import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Collects the records of one memory and decides whether they are exactly one complete version.
final class InventoryEntryBuilder {

    private final MemoryId memory;
    private final @Nullable String model;
    private final List<StoredRecord> records = new ArrayList<>(1);
    private @Nullable Long deletedAt;

    /// @param model the expected model; null if no vectors are usable
    InventoryEntryBuilder(MemoryId memory, @Nullable String model) {
        this.memory = memory;
        this.model = model;
    }

    void add(StoredRecord record) {
        records.add(record);
    }

    void deleted(long version) {
        deletedAt = version;
    }

    /// Empty if nothing of the memory is stored.
    Optional<InventoryEntry> entry() {
        if (!records.isEmpty()) {
            var complete = deletedAt == null && isComplete();
            return Optional.of(entry(apparentVersion(), complete ? EntryState.STORED : EntryState.DAMAGED));
        }
        return Optional.ofNullable(deletedAt).map(at -> entry(at, at > 0 ? EntryState.DELETED : EntryState.DAMAGED));
    }

    /// The model of a record is followed by the revision of its text, of which an earlier one is complete as well.
    private boolean isComplete() {
        var first = records.getFirst();
        return first.version() > 0
                && first.chunks() == records.size()
                && records.stream().allMatch(record -> record.isChunkOf(memory) && record.isLike(first))
                && model != null
                && (first.model().equals(model) || first.model().startsWith(model + "+"));
    }

    private long apparentVersion() {
        return records.stream()
                .filter(record -> record.name().equals(RecordId.first(memory).toString()))
                .map(StoredRecord::version)
                .findFirst()
                .orElse(deletedAt == null ? 0 : deletedAt);
    }

    private InventoryEntry entry(long version, EntryState state) {
        return new InventoryEntry(memory, version, state);
    }
}
