package io.memlog.consumer.processing;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A message, read.
sealed interface DecodedRecord {

    ConsumerRecord<byte[], byte[]> message();

    record Change(ConsumerRecord<byte[], byte[]> message, MemoryChange change) implements DecodedRecord {

        RecordSource lane() {
            return RecordSource.of(message.topic());
        }
    }

    record Erasure(ConsumerRecord<byte[], byte[]> message, MemoryKey memory) implements DecodedRecord {}

    record Undecodable(ConsumerRecord<byte[], byte[]> message, UndecodableEventException cause)
            implements DecodedRecord {}

    /// A message without a value that does not say whose memory to erase.
    record Unaddressed(ConsumerRecord<byte[], byte[]> message) implements DecodedRecord {}
}
