package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.message.EventMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads messages; whatever a message holds, it becomes one of the kinds of [DecodedRecord].
final class RecordDecoder {

    DecodedRecord read(ConsumerRecord<byte[], byte[]> message) {
        if (message.value() == null) {
            return RecordHeaders.memory(message)
                    .<DecodedRecord>map(memory -> new DecodedRecord.Erasure(message, memory))
                    .orElseGet(() -> unaddressed(message));
        }
        try {
            return new DecodedRecord.Change(message, decode(message));
        } catch (UndecodableEventException e) {
            return new DecodedRecord.Undecodable(message, e);
        } catch (RuntimeException | StackOverflowError e) {
            return new DecodedRecord.Undecodable(
                    message, new UndecodableEventException("not a readable event: " + e, e));
        }
    }

    /// A replayed letter is never passed over without a word, and whom to tell is not known.
    private static DecodedRecord unaddressed(ConsumerRecord<byte[], byte[]> message) {
        return RecordHeaders.letter(message).isEmpty()
                ? new DecodedRecord.Unaddressed(message)
                : new DecodedRecord.Undecodable(message, new UndecodableEventException("no memory is named to erase"));
    }

    private static MemoryChange decode(ConsumerRecord<byte[], byte[]> message) throws UndecodableEventException {
        var event = EventMessage.decode(RecordHeaders.of(message), message.value());
        if (!(event instanceof MemoryChange change)) {
            throw new UndecodableEventException(event.type() + " is no change of a memory");
        }
        if (change.version() < 1) {
            throw new UndecodableEventException("a version is a positive number, not " + change.version());
        }
        var key = message.key() == null ? null : new String(message.key(), UTF_8);
        if (!change.key().id().toString().equals(key)) {
            throw new UndecodableEventException(
                    "the event is of memory " + change.key().id() + ", its key of " + key);
        }
        return change;
    }
}
