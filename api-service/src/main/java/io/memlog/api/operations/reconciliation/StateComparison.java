package io.memlog.api.operations.reconciliation;

import io.memlog.api.operations.reconciliation.Finding.Discrepancy;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Compares the state of a memory in the log with its entry in an index.
final class StateComparison {

    private StateComparison() {}

    /// Empty when they agree. An index need not hold an entry for a deleted memory.
    ///
    /// @param log   null when the log does not know the memory of this tenant
    /// @param index null when the index holds no entry
    static Optional<Discrepancy> of(@Nullable LogState log, @Nullable InventoryEntry index) {
        return Optional.ofNullable(kind(log, index))
                .map(kind -> new Discrepancy(
                        kind,
                        index != null && index.state() == EntryState.DAMAGED,
                        log == null ? null : log.version(),
                        index == null ? null : index.version()));
    }

    private static @Nullable FindingKind kind(@Nullable LogState log, @Nullable InventoryEntry index) {
        if (index == null) {
            return log == null || log.deleted() ? null : FindingKind.MISSING;
        }
        if (log == null || index.version() > log.version()) {
            return FindingKind.ORPHANED;
        }
        return log.deleted() ? kindOfDeleted(log, index) : kindOfLiving(log, index);
    }

    private static @Nullable FindingKind kindOfDeleted(LogState log, InventoryEntry index) {
        if (index.state() != EntryState.DELETED) {
            return FindingKind.ORPHANED;
        }
        return index.version() == log.version() ? null : FindingKind.STALE;
    }

    private static @Nullable FindingKind kindOfLiving(LogState log, InventoryEntry index) {
        return switch (index.state()) {
            case DELETED -> FindingKind.MISSING;
            case DAMAGED -> FindingKind.STALE;
            case STORED -> index.version() == log.version() ? null : FindingKind.STALE;
        };
    }
}
