package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How an index differs from the log about a memory.
enum FindingKind {
    /// The log holds the memory, the index does not.
    MISSING,
    /// The index holds an older version, or only parts of the memory.
    STALE,
    /// The index holds a memory that is unknown or deleted, or a version that the log never held.
    ORPHANED;

    @JsonValue
    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<FindingKind> of(String wireName) {
        return Arrays.stream(values())
                .filter(kind -> kind.wireName().equals(wireName))
                .findFirst();
    }
}
