package io.memlog.consumer.processing;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a batch does with one memory.
sealed interface IndexTask {

    MemoryKey memory();

    /// The version to apply, or the newest to remove.
    long version();

    /// The record that becomes a dead letter if the task fails.
    ConsumerRecord<byte[], byte[]> record();

    /// All records of the batch that are acknowledged with the task.
    List<ConsumerRecord<byte[], byte[]>> records();

    /// Those of the records that are replayed dead letters.
    List<ReplayedDeadLetter> replays();

    default Tenant tenant() {
        return memory().tenant();
    }

    /// @param repair     whether to apply a version again that is already stored
    /// @param purgeLimit what is stored up to this version is removed before; 0 for nothing
    record Upsert(
            MemoryChange change,
            boolean repair,
            long purgeLimit,
            ConsumerRecord<byte[], byte[]> record,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<ReplayedDeadLetter> replays)
            implements IndexTask {

        @Override
        public MemoryKey memory() {
            return change.key();
        }

        @Override
        public long version() {
            return change.version();
        }

        /// Whether what is stored is to be removed before the change is applied.
        ///
        /// @param stored the stored version, null if none is stored completely
        boolean purges(@Nullable Long stored) {
            return purgeLimit > 0 && (stored == null || stored <= purgeLimit);
        }

        /// Whether the change is to be applied.
        ///
        /// @param stored the stored version, null if the memory is not stored
        boolean appliesTo(@Nullable Long stored) {
            return stored == null
                    || purges(stored)
                    || change.version() > stored
                    || (repair && change.version() == stored);
        }
    }

    /// @param version the newest version to remove
    record Purge(
            MemoryKey memory,
            long version,
            ConsumerRecord<byte[], byte[]> record,
            List<ConsumerRecord<byte[], byte[]>> records,
            List<ReplayedDeadLetter> replays)
            implements IndexTask {

        /// Whether what is stored is to be removed.
        ///
        /// @param stored the stored version, null if none is stored completely
        boolean appliesTo(@Nullable Long stored) {
            return stored == null || stored <= version;
        }
    }
}
