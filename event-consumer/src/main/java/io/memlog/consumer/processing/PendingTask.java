package io.memlog.consumer.processing;

import io.memlog.consumer.PendingChange;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import org.jspecify.annotations.Nullable;

/// A task on its way into the store.
///
/// Its stored version is read once per batch: a failed attempt may have written parts of the new version, and a
/// retry must not take them for a complete write.
final class PendingTask<P> {

    private final IndexTask task;
    private boolean versionRead;
    private @Nullable Long stored;
    private @Nullable P prepared;
    private int attempts;
    private boolean triedAlone;

    PendingTask(IndexTask task) {
        this.task = task;
    }

    IndexTask task() {
        return task;
    }

    MemoryKey memory() {
        return task.memory();
    }

    Tenant tenant() {
        return task.tenant();
    }

    long bytes() {
        return Math.max(0, task.record().serializedValueSize());
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
        return switch (task) {
            case IndexTask.Purge purge -> purge.appliesTo(stored);
            case IndexTask.Upsert upsert -> upsert.purges(stored);
        };
    }

    /// Whether the change is to be written.
    boolean isUpsert() {
        return task instanceof IndexTask.Upsert upsert && upsert.appliesTo(stored);
    }

    /// Whether this version or a newer one is stored.
    boolean isStored() {
        return !isUpsert() && !isPurge();
    }

    /// Whether the change of the task is of the version that is stored.
    boolean isOfStoredVersion() {
        return task instanceof IndexTask.Upsert upsert
                && Long.valueOf(upsert.change().version()).equals(stored);
    }

    PendingChange change() {
        if (!(task instanceof IndexTask.Upsert upsert)) {
            throw new IllegalStateException("a purge has no change");
        }
        return new PendingChange(
                upsert.change(), RecordHeaders.embedding(upsert.record()).orElse(null));
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
