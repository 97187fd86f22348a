package io.memlog.api.sync;

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
record RepairPlace(
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
    record Item(MemoryKey memory, @Nullable Remedy remedy, boolean due) {

        static Item of(Finding finding) {
            return new Item(finding.memory(), null, false);
        }

        Item done() {
            return new Item(memory, remedy, false);
        }
    }

    static final RepairPlace START = new RepairPlace(0, 0, 0, List.of(), false, null);

    RepairPlace {
        batch = List.copyOf(batch);
    }

    RepairPlace take(List<Finding> findings) {
        return new RepairPlace(
                after,
                begun + findings.size(),
                findings.getLast().number(),
                findings.stream().map(Item::of).toList(),
                false,
                null);
    }

    RepairPlace looked(List<Item> left, @Nullable Instant last) {
        return left.isEmpty()
                ? over()
                : new RepairPlace(after, begun, upTo, left, left.stream().anyMatch(Item::due), last);
    }

    RepairPlace sent(Instant now) {
        return new RepairPlace(
                after, begun, upTo, batch.stream().map(Item::done).toList(), false, now);
    }

    RepairPlace over() {
        return new RepairPlace(upTo, begun, upTo, List.of(), false, null);
    }
}
