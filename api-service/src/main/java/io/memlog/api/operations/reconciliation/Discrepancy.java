package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.json.WireEnum;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How an index differs from the log about a memory.
///
/// @param damaged      whether the index holds only some parts of the memory, or parts of several versions
/// @param logVersion   the newest version in the log; null for a memory that the log does not know as this tenant's
/// @param indexVersion the version in the index; null when it holds none
record Discrepancy(
        Kind kind,
        boolean damaged,
        @Nullable Long logVersion,
        @Nullable Long indexVersion) {

    enum Kind implements WireEnum {
        /// The log holds the memory, the index does not.
        MISSING,
        /// The index holds an older version, or only parts of the memory.
        STALE,
        /// The index holds a memory that is unknown or deleted, or a version that the log never held.
        ORPHANED
    }

    /// What makes an index agree with the log.
    enum Action implements WireEnum {
        /// Sends the latest event of the memory.
        RESEND,
        /// Removes a memory that the log does not know as this tenant's.
        PURGE;

        @Override
        public String wireName() {
            return this == RESEND ? "sent" : "erased";
        }
    }

    /// Empty when they agree. An index need not hold an entry for a deleted memory.
    ///
    /// @param log   null when the log does not know the memory of this tenant
    /// @param index null when the index holds no entry
    static Optional<Discrepancy> between(@Nullable LogState log, @Nullable InventoryEntry index) {
        return Optional.ofNullable(kind(log, index))
                .map(kind -> new Discrepancy(
                        kind,
                        index != null && index.state() == EntryState.DAMAGED,
                        log == null ? null : log.version(),
                        index == null ? null : index.version()));
    }

    Action action() {
        return logVersion == null ? Action.PURGE : Action.RESEND;
    }

    /// The newest version that the index removes before the repair; null where the latest event replaces what it
    /// holds. A version that is not below the log's blocks the right one, and what else belongs to a damaged
    /// memory is unknown.
    @Nullable
    Long purgedVersion() {
        if (indexVersion == null) {
            return null;
        }
        if (logVersion == null) {
            return Math.max(1, indexVersion);
        }
        return damaged || indexVersion >= logVersion ? Long.valueOf(Math.max(indexVersion, logVersion)) : null;
    }

    /// Whether the same message repairs both.
    boolean isRepairedLike(Discrepancy other) {
        return action() == other.action() && Objects.equals(purgedVersion(), other.purgedVersion());
    }

    private static @Nullable Kind kind(@Nullable LogState log, @Nullable InventoryEntry index) {
        if (index == null) {
            return log == null || log.deleted() ? null : Kind.MISSING;
        }
        var isDeleted = index.state() == EntryState.DELETED;
        if (log == null || index.version() > log.version() || (log.deleted() && !isDeleted)) {
            return Kind.ORPHANED;
        }
        if (isDeleted && !log.deleted()) {
            return Kind.MISSING;
        }
        return index.state() == EntryState.DAMAGED || index.version() < log.version() ? Kind.STALE : null;
    }
}
