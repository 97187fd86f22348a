package io.memlog.api.operations.reconciliation;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.memlog.schemas.memory.MemoryKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The progress of the repair of one index, stored as JSON between two steps.
///
/// @param after   findings up to this number are finished
/// @param begun   the number of findings that were started
/// @param upTo    the last number of the current batch
/// @param batch   the current findings
/// @param sending whether messages are to be sent; otherwise the index is verified
/// @param since   the time of the last message or progress; null before the first message
record RepairCheckpoint(
        long after,
        long begun,
        long upTo,
        List<Item> batch,
        boolean sending,
        @Nullable Instant since) {

    /// @param action null before the first verification
    /// @param purge  the newest version that the index removes; null for none
    /// @param due    whether the action is pending
    record Item(
            MemoryKey memory,
            @JsonProperty("remedy") @Nullable RepairAction action,
            @Nullable Long purge,
            boolean due) {

        static Item of(Finding finding) {
            return new Item(finding.memory(), null, null, false);
        }

        Item done() {
            return new Item(memory, action, purge, false);
        }
    }

    static final RepairCheckpoint START = new RepairCheckpoint(0, 0, 0, List.of(), false, null);

    RepairCheckpoint {
        batch = List.copyOf(batch);
    }

    RepairCheckpoint start(List<Finding> findings) {
        return new RepairCheckpoint(
                after,
                begun + findings.size(),
                findings.getLast().number(),
                findings.stream().map(Item::of).toList(),
                false,
                null);
    }

    RepairCheckpoint verified(List<Item> left, @Nullable Instant last) {
        return left.isEmpty()
                ? finished()
                : new RepairCheckpoint(after, begun, upTo, left, left.stream().anyMatch(Item::due), last);
    }

    RepairCheckpoint sent(Instant now) {
        return new RepairCheckpoint(
                after, begun, upTo, batch.stream().map(Item::done).toList(), false, now);
    }

    RepairCheckpoint finished() {
        return new RepairCheckpoint(upTo, begun, upTo, List.of(), false, null);
    }
}
