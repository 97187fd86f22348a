package io.memlog.api.operations.reconciliation;

import io.memlog.schemas.memory.MemoryKey;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where the repair of one index stands.
///
/// @param after   findings up to this number are dealt with
/// @param begun   how many findings were begun
/// @param upTo    the last number of the batch in hand
/// @param batch   findings in hand
/// @param sending whether messages are to be sent; otherwise the index is to be looked at
/// @param since   when something was sent or achieved last; null before anything was sent
record RepairCheckpoint(
        long after,
        long begun,
        long upTo,
        List<Item> batch,
        boolean sending,
        @Nullable Instant since) {

    /// A memory in hand.
    ///
    /// @param remedy what was done, or is to be done; null before the first look
    /// @param due    whether it is still to be done
    record Item(MemoryKey memory, @Nullable RepairAction remedy, boolean due) {

        static Item of(Finding finding) {
            return new Item(finding.memory(), null, false);
        }

        Item done() {
            return new Item(memory, remedy, false);
        }
    }

    static final RepairCheckpoint START = new RepairCheckpoint(0, 0, 0, List.of(), false, null);

    RepairCheckpoint {
        batch = List.copyOf(batch);
    }

    RepairCheckpoint take(List<Finding> findings) {
        return new RepairCheckpoint(
                after,
                begun + findings.size(),
                findings.getLast().number(),
                findings.stream().map(Item::of).toList(),
                false,
                null);
    }

    RepairCheckpoint looked(List<Item> left, @Nullable Instant last) {
        return left.isEmpty()
                ? over()
                : new RepairCheckpoint(after, begun, upTo, left, left.stream().anyMatch(Item::due), last);
    }

    RepairCheckpoint sent(Instant now) {
        return new RepairCheckpoint(
                after, begun, upTo, batch.stream().map(Item::done).toList(), false, now);
    }

    RepairCheckpoint over() {
        return new RepairCheckpoint(upTo, begun, upTo, List.of(), false, null);
    }
}
