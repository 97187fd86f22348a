package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.WireEnum;

/// What makes an index agree with the log.
enum RepairAction implements WireEnum {
    /// Sends the latest event of the memory.
    RESEND,
    /// Removes a memory that the log does not know as this tenant's.
    PURGE;

    @Override
    public String wireName() {
        return this == RESEND ? "sent" : "erased";
    }
}
