package io.memlog.consumer.processing;

import io.memlog.consumer.PendingChange;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a batch does with one memory: it removes what is stored up to a version, and applies a change, or one of both.
/// It decides whether a version is applied: an older one never overwrites a newer one.
///
/// The stored version is read once per batch: a failed attempt may have written parts of the new version, and a
/// retry must not take them for a complete write.
final class MemoryTask<P> {

    private final DecodedRecord.OfMemory decoded;
    private final @Nullable MemoryChange change;
    private final long purgeLimit;
    private final List<ConsumerRecord<byte[], byte[]>> records;
    private final List<Replay> replays;
    private boolean versionRead;
    private @Nullable Long stored;
    private @Nullable P prepared;
    private int attempts;
    private boolean triedAlone;
    private @Nullable Write write;

    /// When the store was called.
    record Write(Instant from, Instant to) {}

    /// A dead letter that arrived again on the replay topic and is acknowledged with a task.
    ///
    /// @param effective whether the task does what the dead letter contains; otherwise the batch has something
    ///      newer
    record Replay(ConsumerRecord<byte[], byte[]> record, RecordHeaders.ReplayId id, long version, boolean effective) {}

    private MemoryTask(DecodedRecord.OfMemory decoded, long purgeLimit, List<DecodedRecord.OfMemory> ofThisMemory) {
        this.decoded = decoded;
        this.change = decoded instanceof DecodedRecord.Change(var _, var ofRecord) ? ofRecord : null;
        this.purgeLimit = purgeLimit;
        this.records = ofThisMemory.stream().map(DecodedRecord::record).toList();
        this.replays = ofThisMemory.stream().flatMap(this::replay).toList();
    }

    private Stream<Replay> replay(DecodedRecord.OfMemory each) {
        var effective = change == null ? each instanceof DecodedRecord.Tombstone : each.version() == change.version();
        return RecordHeaders.replayId(each.record())
                .map(id -> new Replay(each.record(), id, each.version(), effective))
                .stream();
    }

    /// A tombstone supersedes the changes up to its version; a newer change is applied.
    ///
    /// @param ofOneMemory at least one
    static <P> MemoryTask<P> of(List<DecodedRecord.OfMemory> ofOneMemory) {
        var change =
                only(DecodedRecord.Change.class, ofOneMemory).reduce((one, next) -> next.supersedes(one) ? next : one);
        var tombstone = only(DecodedRecord.Tombstone.class, ofOneMemory)
                .reduce((one, next) -> next.version() > one.version() ? next : one);
        long purged = tombstone.map(DecodedRecord.Tombstone::version).orElse(0L);
        if (change.isPresent() && change.get().version() > purged) {
            var limit = only(DecodedRecord.Change.class, ofOneMemory)
                    .mapToLong(each -> RecordHeaders.purgeLimit(each.record()))
                    .reduce(purged, Math::max);
            return new MemoryTask<>(change.get(), limit, ofOneMemory);
        }
        return new MemoryTask<>(tombstone.orElseThrow(), purged, ofOneMemory);
    }

    private static <T> Stream<T> only(Class<T> kind, List<DecodedRecord.OfMemory> records) {
        return records.stream().filter(kind::isInstance).map(kind::cast);
    }

    MemoryKey memory() {
        return decoded.memory();
    }

    Tenant tenant() {
        return memory().tenant();
    }

    /// The version to apply, or the newest to remove.
    long version() {
        return decoded.version();
    }

    /// The record that becomes a dead letter if the task fails.
    ConsumerRecord<byte[], byte[]> record() {
        return decoded.record();
    }

    /// All records of the batch that are acknowledged with the task.
    List<ConsumerRecord<byte[], byte[]>> records() {
        return records;
    }

    List<Replay> replays() {
        return replays;
    }

    /// What is stored up to this version is removed; 0 for nothing.
    long purgeLimit() {
        return purgeLimit;
    }

    /// Whether a version that is already stored is applied again.
    boolean isRepair() {
        return RecordHeaders.isReplay(record());
    }

    /// @throws NullPointerException if the task only purges
    PendingChange change() {
        return new PendingChange(
                Objects.requireNonNull(change), RecordHeaders.embedding(record()), RecordHeaders.predecessor(record()));
    }

    long bytes() {
        return Math.max(0, record().serializedValueSize());
    }

    int attempts() {
        return attempts;
    }

    /// @param alone whether no other task is tried with it; attempts to find out which task fails count once
    void countAttempt(boolean alone) {
        attempts = alone && triedAlone ? attempts + 1 : 1;
        triedAlone |= alone;
    }

    boolean isVersionRead() {
        return versionRead;
    }

    /// @param version null if none is stored completely
    void storedVersion(@Nullable Long version) {
        versionRead = true;
        stored = version;
    }

    @Nullable
    Long storedVersion() {
        return stored;
    }

    /// Whether the stored data is to be removed first.
    boolean isPurge() {
        return purgeLimit > 0 && (stored == null || stored <= purgeLimit);
    }

    /// Whether the change is to be written.
    boolean isUpsert() {
        return change != null
                && (stored == null
                        || isPurge()
                        || change.version() > stored
                        || (isRepair() && change.version() == stored));
    }

    /// Whether this version or a newer one is stored.
    boolean isDuplicate() {
        return !isUpsert() && !isPurge();
    }

    /// Whether the change is of the version that is stored.
    boolean isOfStoredVersion() {
        return change != null && Long.valueOf(change.version()).equals(stored);
    }

    void written(Instant from, Instant to) {
        write = new Write(from, to);
    }

    /// The write that succeeded; null when the store has it already.
    @Nullable
    Write write() {
        return write;
    }

    void prepared(P ready) {
        prepared = ready;
    }

    @Nullable
    P prepared() {
        return prepared;
    }

    /// Whether nothing is left to do before the write.
    boolean isReady() {
        return versionRead && (!isUpsert() || prepared != null);
    }
}
