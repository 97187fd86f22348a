package io.memlog.consumer.processing;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.NewerSchemaException;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of the live or the replay topic, decoded.
sealed interface DecodedRecord {

    ConsumerRecord<byte[], byte[]> record();

    record Change(ConsumerRecord<byte[], byte[]> record, MemoryChange change) implements DecodedRecord {

        RecordSource source() {
            return RecordSource.of(record.topic());
        }
    }

    /// A record without a value: the memory is to be purged.
    ///
    /// @param version the newest version to remove
    record Tombstone(ConsumerRecord<byte[], byte[]> record, MemoryKey memory, long version) implements DecodedRecord {}

    /// An event of a later release of Memlog.
    record Newer(ConsumerRecord<byte[], byte[]> record, NewerSchemaException cause) implements DecodedRecord {}

    /// A record that cannot be decoded.
    record Poison(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause) implements DecodedRecord {}

    /// A record without a value that does not name a memory with its user, project and version.
    record InvalidTombstone(ConsumerRecord<byte[], byte[]> record) implements DecodedRecord {}
}
