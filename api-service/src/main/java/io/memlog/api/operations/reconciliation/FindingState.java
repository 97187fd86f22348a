package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.json.WireEnum;
import java.util.Locale;

/// The state of a finding.
enum FindingState implements WireEnum {
    OPEN,
    /// A repair corrected the index.
    REPAIRED,
    /// Index and log agree again without a repair.
    RESOLVED;

    @Override
    public String wireName() {
        return this == RESOLVED ? "gone" : name().toLowerCase(Locale.ROOT);
    }
}
