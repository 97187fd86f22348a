package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Optional;

/// The state of a finding.
enum FindingState {
    OPEN("open"),
    /// A repair corrected the index.
    REPAIRED("repaired"),
    /// Index and log agree again without a repair.
    RESOLVED("gone");

    private final String wireName;

    FindingState(String wireName) {
        this.wireName = wireName;
    }

    @JsonValue
    String wireName() {
        return wireName;
    }

    static Optional<FindingState> of(String wireName) {
        return Arrays.stream(values())
                .filter(state -> state.wireName().equals(wireName))
                .findFirst();
    }
}
