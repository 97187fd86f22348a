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

class DiscrepancyTest {

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
        assertThat(kind(living(2), null)).contains(Discrepancy.Kind.MISSING);
        assertThat(kind(living(2), entry(2, DELETED))).contains(Discrepancy.Kind.MISSING);
    }

    @Test
    void an_older_version_and_a_damaged_entry_are_stale() {
        assertThat(kind(living(2), entry(1, STORED))).contains(Discrepancy.Kind.STALE);
        assertThat(kind(living(2), entry(2, DAMAGED))).contains(Discrepancy.Kind.STALE);
        assertThat(kind(deleted(3), entry(2, DELETED))).contains(Discrepancy.Kind.STALE);
        assertThat(Discrepancy.between(living(2), entry(2, DAMAGED))
                        .orElseThrow()
                        .damaged())
                .isTrue();
    }

    @Test
    void an_entry_of_an_unknown_deleted_or_newer_version_is_orphaned() {
        assertThat(kind(null, entry(1, STORED))).contains(Discrepancy.Kind.ORPHANED);
        assertThat(kind(null, entry(1, DELETED))).contains(Discrepancy.Kind.ORPHANED);
        assertThat(kind(deleted(3), entry(2, STORED))).contains(Discrepancy.Kind.ORPHANED);
        assertThat(kind(deleted(3), entry(3, DAMAGED))).contains(Discrepancy.Kind.ORPHANED);
        assertThat(kind(living(2), entry(3, STORED))).contains(Discrepancy.Kind.ORPHANED);
        assertThat(kind(living(2), entry(3, DELETED))).contains(Discrepancy.Kind.ORPHANED);
    }

    @Test
    void a_damaged_memory_or_a_version_not_below_the_log_is_purged_up_to_the_higher_version_and_sent() {
        assertThat(repair(living(2), entry(3, STORED))).isEqualTo("sent 3");
        assertThat(repair(living(2), entry(1, DAMAGED))).isEqualTo("sent 2");
        assertThat(repair(living(2), entry(2, DELETED))).isEqualTo("sent 2");
        assertThat(repair(deleted(3), entry(3, STORED))).isEqualTo("sent 3");
    }

    @Test
    void a_missing_memory_or_an_older_version_is_sent_only() {
        assertThat(repair(living(2), null)).isEqualTo("sent null");
        assertThat(repair(living(2), entry(1, STORED))).isEqualTo("sent null");
        assertThat(repair(deleted(3), entry(2, STORED))).isEqualTo("sent null");
    }

    @Test
    void an_unknown_memory_is_purged_up_to_the_version_that_it_claims_and_at_least_1() {
        assertThat(repair(null, entry(4, STORED))).isEqualTo("erased 4");
        assertThat(repair(null, entry(0, DAMAGED))).isEqualTo("erased 1");
    }

    private static String repair(@Nullable LogState log, @Nullable InventoryEntry index) {
        var discrepancy = Discrepancy.between(log, index).orElseThrow();
        return discrepancy.action().wireName() + " " + discrepancy.purgedVersion();
    }

    private static Optional<Discrepancy.Kind> kind(@Nullable LogState log, @Nullable InventoryEntry index) {
        return Discrepancy.between(log, index).map(Discrepancy::kind);
    }

    private static LogState living(long version) {
        return new LogState(MEMORY, version, false, Instant.EPOCH, true, true, false);
    }

    private static LogState deleted(long version) {
        return new LogState(MEMORY, version, true, Instant.EPOCH, true, true, false);
    }

    private static InventoryEntry entry(long version, EntryState state) {
        return new InventoryEntry(MEMORY, version, state);
    }
}
