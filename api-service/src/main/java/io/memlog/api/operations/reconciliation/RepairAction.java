package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import org.jspecify.annotations.Nullable;

/// What makes an index agree with the log.
enum RepairAction {
    /// Sends the latest event of the memory.
    RESEND("sent"),
    /// Removes a memory that the log does not know as this tenant's.
    PURGE("erased");

    private final String wireName;

    RepairAction(String wireName) {
        this.wireName = wireName;
    }

    static RepairAction of(@Nullable LogState log) {
        return log == null ? PURGE : RESEND;
    }

    /// The newest version that the index has to remove; null where the latest event replaces what is held. A
    /// version above the log's blocks the right one, and what else belongs to a damaged memory is unknown.
    static @Nullable Long purgedVersion(@Nullable LogState log, @Nullable InventoryEntry index) {
        if (index == null) {
            return null;
        }
        if (log == null) {
            return Math.max(1, index.version());
        }
        var mustPurge = index.state() == EntryState.DAMAGED || index.version() > log.version();
        return mustPurge ? Long.valueOf(Math.max(index.version(), log.version())) : null;
    }

    @JsonValue
    String wireName() {
        return wireName;
    }

    @JsonCreator
    static RepairAction parse(String wireName) {
        return PURGE.wireName.equals(wireName) ? PURGE : RESEND;
    }
}
