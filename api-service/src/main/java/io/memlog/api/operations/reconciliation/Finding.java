package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A confirmed discrepancy of a memory in an index, open or closed. Its JSON is the one of the HTTP contract.
///
/// @param number ascending; a finding that is reopened keeps its number
/// @param repair the last one; null before the first
record Finding(
        @JsonIgnore long number,
        Projection projection,
        @JsonProperty("memory_log_id") MemoryId memory,
        @JsonUnwrapped Tenant tenant,
        @JsonUnwrapped Discrepancy discrepancy,
        Instant firstSeen,
        Instant lastSeen,
        State state,
        @JsonProperty("repair") @Nullable Attempt repair) {

    enum State implements WireEnum {
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

    /// @param job that sent the message
    record Attempt(
            @JsonProperty("what") Discrepancy.Action action,
            Instant at,
            @Nullable UUID job) {}

    /// Restricts findings; a null component matches all.
    record Filter(
            @Nullable Projection projection,
            Discrepancy.@Nullable Kind kind,
            @Nullable State state,
            TenantScope scope) {}

    /// What findings are counted by.
    record Group(Projection projection, Discrepancy.Kind kind, State state) {}
}
