package io.memlog.api.operations.reconciliation;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuspectTest {

    private static final MemoryKey MEMORY = new MemoryKey(new MemoryId(1), new Tenant("u", "p"));
    private static final Instant SUSPECTED_AT = Instant.EPOCH.plusSeconds(60);

    @Test
    void a_memory_at_the_same_version_has_not_moved() {
        assertThat(suspect(2L, true).hasMoved(state(2, Instant.EPOCH, true, true, false)))
                .isFalse();
        assertThat(suspect(2L, false).hasMoved(state(2, Instant.EPOCH, true, true, false)))
                .isFalse();
        assertThat(suspect(null, true).hasMoved(null)).isFalse();
    }

    @Test
    void another_version_has_moved() {
        assertThat(suspect(2L, true).hasMoved(state(3, Instant.EPOCH, true, true, false)))
                .isTrue();
        assertThat(suspect(null, true).hasMoved(state(1, Instant.EPOCH, true, true, false)))
                .isTrue();
        assertThat(suspect(1L, true).hasMoved(null)).isTrue();
    }

    @Test
    void a_memory_that_was_sent_again_or_is_a_dead_letter_has_moved() {
        assertThat(suspect(2L, true).hasMoved(state(2, SUSPECTED_AT.plusSeconds(1), true, true, false)))
                .isTrue();
        assertThat(suspect(2L, true).hasMoved(state(2, Instant.EPOCH, true, false, false)))
                .isTrue();
        assertThat(suspect(2L, true).hasMoved(state(2, Instant.EPOCH, false, true, false)))
                .isTrue();
        assertThat(suspect(2L, true).hasMoved(state(2, Instant.EPOCH, true, true, true)))
                .isTrue();
    }

    private static Suspect suspect(@Nullable Long logVersion, boolean acknowledged) {
        return new Suspect(1, MEMORY, logVersion, acknowledged, SUSPECTED_AT);
    }

    private static LogState state(
            long version, Instant lastMovedAt, boolean published, boolean acknowledged, boolean deadLettered) {
        return new LogState(MEMORY.id(), version, false, lastMovedAt, published, acknowledged, deadLettered);
    }
}
