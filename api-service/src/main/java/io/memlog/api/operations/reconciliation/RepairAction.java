package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What brings an index back to the log.
enum RepairAction {
    /// The latest event of the memory was sent again.
    SENT,
    /// Every trace was removed from the index.
    ERASED;

    /// A version that the log never had stands in the way of the right one, and of what is damaged nobody knows
    /// what else is: both are removed first.
    static RepairAction against(@Nullable LogState log, @Nullable InventoryEntry index) {
        return log == null || (index != null && (isDamaged(index) || index.version() > log.version())) ? ERASED : SENT;
    }

    private static boolean isDamaged(InventoryEntry index) {
        return index.state() == EntryState.DAMAGED;
    }

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static RepairAction parse(String wireName) {
        return valueOf(wireName.toUpperCase(Locale.ROOT));
    }
}
