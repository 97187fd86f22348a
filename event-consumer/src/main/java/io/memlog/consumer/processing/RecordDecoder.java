package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.NewerSchemaException;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.EventMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Decodes a record into one of the kinds of [DecodedRecord]; never throws.
final class RecordDecoder {

    private static final String MEMLOG_SOURCE = "/memlog/";

    DecodedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return RecordHeaders.memory(record)
                    .flatMap(memory -> RecordHeaders.version(record)
                            .<DecodedRecord>map(version -> new DecodedRecord.Tombstone(record, memory, version)))
                    .orElseGet(() -> invalidTombstone(record));
        }
        try {
            return new DecodedRecord.Change(record, change(record));
        } catch (NewerSchemaException e) {
            return isFromMemlog(record) ? new DecodedRecord.Newer(record, e) : new DecodedRecord.Poison(record, e);
        } catch (UndecodableEventException e) {
            return new DecodedRecord.Poison(record, e);
        } catch (RuntimeException | StackOverflowError e) {
            return new DecodedRecord.Poison(record, new UndecodableEventException("not a readable event: " + e, e));
        }
    }

    /// Whether the headers are those of an event of Memlog, whatever its type.
    private static boolean isFromMemlog(ConsumerRecord<byte[], byte[]> record) {
        var source = RecordHeaders.text(record, CloudEventHeaders.SOURCE);
        return source != null
                && source.startsWith(MEMLOG_SOURCE)
                && RecordHeaders.memory(record).isPresent()
                && RecordHeaders.version(record).isPresent();
    }

    /// A replayed dead letter is never skipped silently, and without a memory its outcome cannot be reported.
    private static DecodedRecord invalidTombstone(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.replayId(record).isEmpty()
                ? new DecodedRecord.InvalidTombstone(record)
                : new DecodedRecord.Poison(
                        record, new UndecodableEventException("a tombstone that does not name a memory and a version"));
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
