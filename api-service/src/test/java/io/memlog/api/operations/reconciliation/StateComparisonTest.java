package io.memlog.api.operations.reconciliation;

import static io.memlog.schemas.inventory.EntryState.DAMAGED;
import static io.memlog.schemas.inventory.EntryState.DELETED;
import static io.memlog.schemas.inventory.EntryState.STORED;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.memory.MemoryId;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StateComparisonTest {

    private static final MemoryId MEMORY = new MemoryId(1);

    @Test
    void the_same_version_agrees_and_so_does_a_deletion_with_or_without_an_entry() {
        assertThat(kind(living(2), entry(2, STORED))).isEmpty();
        assertThat(kind(deleted(3), entry(3, DELETED))).isEmpty();
        assertThat(kind(deleted(3), null)).isEmpty();
        assertThat(kind(null, null)).isEmpty();
    }

    @Test
    void a_memory_without_a_stored_entry_is_missing() {
        assertThat(kind(living(2), null)).contains(FindingKind.MISSING);
        assertThat(kind(living(2), entry(2, DELETED))).contains(FindingKind.MISSING);
    }

    @Test
    void an_older_version_and_a_damaged_entry_are_stale() {
        assertThat(kind(living(2), entry(1, STORED))).contains(FindingKind.STALE);
        assertThat(kind(living(2), entry(2, DAMAGED))).contains(FindingKind.STALE);
        assertThat(kind(deleted(3), entry(2, DELETED))).contains(FindingKind.STALE);
        assertThat(StateComparison.of(living(2), entry(2, DAMAGED))
                        .orElseThrow()
                        .damaged())
                .isTrue();
    }

    @Test
    void an_entry_of_an_unknown_deleted_or_newer_version_is_orphaned() {
        assertThat(kind(null, entry(1, STORED))).contains(FindingKind.ORPHANED);
        assertThat(kind(null, entry(1, DELETED))).contains(FindingKind.ORPHANED);
        assertThat(kind(deleted(3), entry(2, STORED))).contains(FindingKind.ORPHANED);
        assertThat(kind(deleted(3), entry(3, DAMAGED))).contains(FindingKind.ORPHANED);
        assertThat(kind(living(2), entry(3, STORED))).contains(FindingKind.ORPHANED);
        assertThat(kind(living(2), entry(3, DELETED))).contains(FindingKind.ORPHANED);
    }

    @Test
    void a_resent_memory_purges_what_is_damaged_or_above_the_log_up_to_the_higher_version() {
        assertThat(RepairAction.purgedVersion(living(2), entry(3, STORED))).isEqualTo(3);
        assertThat(RepairAction.purgedVersion(living(2), entry(1, DAMAGED))).isEqualTo(2);
        assertThat(RepairAction.purgedVersion(living(2), entry(1, STORED))).isNull();
        assertThat(RepairAction.purgedVersion(living(2), null)).isNull();
        assertThat(RepairAction.of(living(2))).isEqualTo(RepairAction.RESEND);
    }

    @Test
    void an_unknown_memory_is_purged_up_to_the_held_version() {
        assertThat(RepairAction.of(null)).isEqualTo(RepairAction.PURGE);
        assertThat(RepairAction.purgedVersion(null, entry(4, STORED))).isEqualTo(4);
        assertThat(RepairAction.purgedVersion(null, entry(0, DAMAGED))).isEqualTo(1);
    }

    private static Optional<FindingKind> kind(@Nullable LogState log, @Nullable InventoryEntry index) {
        return StateComparison.of(log, index).map(Finding.Discrepancy::kind);
    }

    private static LogState living(long version) {
        return new LogState(MEMORY, version, false, Instant.EPOCH, true, true);
    }

    private static LogState deleted(long version) {
        return new LogState(MEMORY, version, true, Instant.EPOCH, true, true);
    }

    private static InventoryEntry entry(long version, EntryState state) {
        return new InventoryEntry(MEMORY, version, state);
    }
}
