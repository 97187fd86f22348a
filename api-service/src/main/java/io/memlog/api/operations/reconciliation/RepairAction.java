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
    /// Removes every trace of the memory.
    PURGE("erased");

    private final String wireName;

    RepairAction(String wireName) {
        this.wireName = wireName;
    }

    /// A version that the log never held blocks the right one, and what else belongs to a damaged memory is
    /// unknown: both are purged first.
    static RepairAction of(@Nullable LogState log, @Nullable InventoryEntry index) {
        var mustPurge = log == null
                || (index != null && (index.state() == EntryState.DAMAGED || index.version() > log.version()));
        return mustPurge ? PURGE : RESEND;
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
