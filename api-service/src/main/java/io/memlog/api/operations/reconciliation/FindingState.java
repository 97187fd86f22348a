package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What became of a finding.
enum FindingState {
    OPEN,
    /// A repair brought the index back to the log.
    REPAIRED,
    /// Index and log agree again, without a repair.
    GONE;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FindingState> of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
