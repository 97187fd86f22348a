package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an index disagrees with the log about a memory.
enum FindingKind {
    /// The log has it, the index does not.
    MISSING,
    /// The index has an older version of it, or only pieces.
    STALE,
    /// The index has what the log does not know, or has deleted, or a version that the log never had.
    ORPHANED;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<FindingKind> of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }
}
