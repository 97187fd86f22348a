package io.memlog.consumer.batch;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryKey;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A message, read.
sealed interface Incoming {

    ConsumerRecord<byte[], byte[]> message();

    record Change(ConsumerRecord<byte[], byte[]> message, MemoryChange change) implements Incoming {

        Lane lane() {
            return Lane.of(message.topic());
        }
    }

    record Erasure(ConsumerRecord<byte[], byte[]> message, MemoryKey memory) implements Incoming {}

    record Undecodable(ConsumerRecord<byte[], byte[]> message, UndecodableEventException cause) implements Incoming {}

    /// A message without a value that does not say whose memory to erase.
    record Unaddressed(ConsumerRecord<byte[], byte[]> message) implements Incoming {}
}
