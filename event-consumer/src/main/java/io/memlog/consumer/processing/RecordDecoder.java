package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.EventMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Decodes a record into one of the kinds of [DecodedRecord]; never throws.
final class RecordDecoder {

    DecodedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return RecordHeaders.memory(record)
                    .<DecodedRecord>map(memory -> new DecodedRecord.Tombstone(record, memory))
                    .orElseGet(() -> invalidTombstone(record));
        }
        try {
            return new DecodedRecord.Change(record, change(record));
        } catch (UndecodableEventException e) {
            return new DecodedRecord.Poison(record, e);
        } catch (RuntimeException | StackOverflowError e) {
            return new DecodedRecord.Poison(record, new UndecodableEventException("not a readable event: " + e, e));
        }
    }

    /// A replayed dead letter is never skipped silently, and without a memory its outcome cannot be reported.
    private static DecodedRecord invalidTombstone(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.replayId(record).isEmpty()
                ? new DecodedRecord.InvalidTombstone(record)
                : new DecodedRecord.Poison(
                        record, new UndecodableEventException("a tombstone that does not name a memory"));
    }

    private static MemoryChange change(ConsumerRecord<byte[], byte[]> record) throws UndecodableEventException {
        var event = EventMessage.decode(RecordHeaders.of(record), record.value());
        if (!(event instanceof MemoryChange change)) {
            throw new UndecodableEventException(event.type() + " is not a change of a memory");
        }
        if (change.version() < 1) {
            throw new UndecodableEventException("a version is a positive number, not " + change.version());
        }
        var key = record.key() == null ? null : new String(record.key(), UTF_8);
        if (!change.key().id().toString().equals(key)) {
            throw new UndecodableEventException(
                    "the event is of memory " + change.key().id() + ", its key of " + key);
        }
        return change;
    }
}
