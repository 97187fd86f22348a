package io.memlog.consumer.processing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.NewerSchemaException;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.message.EventMessage;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// A record of the live or the replay topic, decoded.
sealed interface DecodedRecord {

    ConsumerRecord<byte[], byte[]> record();

    /// A record that says what a memory is to become.
    sealed interface OfMemory extends DecodedRecord {

        MemoryKey memory();

        long version();
    }

    record Change(ConsumerRecord<byte[], byte[]> record, MemoryChange change) implements OfMemory {

        @Override
        public MemoryKey memory() {
            return change.key();
        }

        @Override
        public long version() {
            return change.version();
        }

        /// Of one version, a replayed change supersedes the others: it repairs.
        boolean supersedes(Change other) {
            return version() > other.version() || (version() == other.version() && RecordHeaders.isReplay(record));
        }
    }

    /// A record without a value: the memory is to be purged.
    ///
    /// @param version the newest version to remove
    record Tombstone(ConsumerRecord<byte[], byte[]> record, MemoryKey memory, long version) implements OfMemory {}

    /// An event of a later release of Memlog.
    record Newer(ConsumerRecord<byte[], byte[]> record, NewerSchemaException cause) implements DecodedRecord {}

    /// A record that cannot be decoded.
    record Poison(ConsumerRecord<byte[], byte[]> record, UndecodableEventException cause) implements DecodedRecord {}

    /// A record without a value that does not name a memory with its user, project and version.
    record InvalidTombstone(ConsumerRecord<byte[], byte[]> record) implements DecodedRecord {}

    /// Never throws.
    static DecodedRecord of(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            return RecordHeaders.address(record)
                    .<DecodedRecord>map(of -> new Tombstone(record, of.memory(), of.version()))
                    .orElseGet(() -> invalidTombstone(record));
        }
        try {
            return new Change(record, change(record));
        } catch (NewerSchemaException e) {
            return RecordHeaders.isFromMemlog(record) ? new Newer(record, e) : new Poison(record, e);
        } catch (UndecodableEventException e) {
            return new Poison(record, e);
        } catch (RuntimeException | StackOverflowError e) {
            return new Poison(record, new UndecodableEventException("not a readable event: " + e, e));
        }
    }

    /// A replayed dead letter is never skipped silently, and without a memory its outcome cannot be reported.
    private static DecodedRecord invalidTombstone(ConsumerRecord<byte[], byte[]> record) {
        return RecordHeaders.replayId(record).isEmpty()
                ? new InvalidTombstone(record)
                : new Poison(
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
