package io.memlog.consumer.processing;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What is to be done with one memory.
sealed interface IndexTask {

    MemoryKey memory();

    /// The message that is buried when it cannot be done.
    ConsumerRecord<byte[], byte[]> message();

    /// Every message of the batch that is settled with it.
    List<ConsumerRecord<byte[], byte[]>> settles();

    /// Those of them that are dead letters sent again.
    List<ReplayedDeadLetter> letters();

    default Tenant tenant() {
        return memory().tenant();
    }

    /// @param repair whether a version that is held already is applied again
    record Apply(
            MemoryChange change,
            boolean repair,
            ConsumerRecord<byte[], byte[]> message,
            List<ConsumerRecord<byte[], byte[]>> settles,
            List<ReplayedDeadLetter> letters)
            implements IndexTask {

        @Override
        public MemoryKey memory() {
            return change.key();
        }

        /// Whether the index is to take the change, being at a version or, for null, not knowing the
        /// memory.
        boolean advances(@Nullable Long held) {
            return held == null || change.version() > held || (repair && change.version() == held);
        }
    }

    record Erase(
            MemoryKey memory,
            ConsumerRecord<byte[], byte[]> message,
            List<ConsumerRecord<byte[], byte[]>> settles,
            List<ReplayedDeadLetter> letters)
            implements IndexTask {}
}
