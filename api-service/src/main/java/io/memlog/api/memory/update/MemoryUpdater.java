package io.memlog.api.memory.update;

import io.memlog.api.memory.CanonicalJson;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryEvents;
import io.memlog.api.memory.MemoryVersions;
import io.memlog.api.memory.StoredMemory;
import io.memlog.api.memory.quota.TenantQuota;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/// Makes the next version of a memory log: the event, the current state and the message to publish, in one
/// transaction. Writers of one memory log wait for each other, so that none overwrites a version that it has
/// not read.
@Component
public final class MemoryUpdater {

    private final EventStore events;
    private final MemoryAccess memories;
    private final MemoryVersions versions;
    private final MemoryUpdateRepository repository;
    private final TransactionOperations transaction;
    private final TenantQuota quota;
    private final Clock clock;

    MemoryUpdater(
            EventStore events,
            MemoryAccess memories,
            MemoryVersions versions,
            MemoryUpdateRepository repository,
            TransactionOperations transaction,
            TenantQuota quota,
            Clock clock) {
        this.events = events;
        this.memories = memories;
        this.versions = versions;
        this.repository = repository;
        this.transaction = transaction;
        this.quota = quota;
        this.clock = clock;
    }

    /// A change that changes nothing appends nothing. One that makes the memory log larger in the
    /// database needs room in the quota of its tenant.
    ///
    /// @param condition whether the change may be made at this version
    /// @param next      the new content, from the current one; what it throws undoes everything
    public UpdateResult update(MemoryId memory, LongPredicate condition, Function<MemoryLog, MemoryLogInput> next) {
        return change(memory, condition, current -> {
            var updated = next.apply(current).nextVersion(current, nowAfter(current));
            if (content(updated).equals(content(current))) {
                return new UpdateResult.Changed(current);
            }
            var exceeded = quota.bytesExceededBy(current.userId(), current.projectId());
            var bytes = exceeded.isEmpty() ? 0 : repository.storedBytes(memory);
            append(new MemoryUpdated(updated), updated);
            repository.replace(updated);
            if (exceeded.isPresent() && repository.storedBytes(memory) > bytes) {
                throw exceeded.get();
            }
            return new UpdateResult.Changed(updated);
        });
    }

    /// @param condition whether it may be deleted at this version
    public UpdateResult delete(MemoryId memory, LongPredicate condition) {
        return change(memory, condition, current -> {
            var now = nowAfter(current);
            var version = current.version() + 1;
            append(new MemoryDeleted(current.id(), current.userId(), current.projectId(), version, now), current);
            repository.delete(memory, version, now);
            repository.deleteVectors(memory);
            return new UpdateResult.Deleted();
        });
    }

    private UpdateResult change(MemoryId memory, LongPredicate condition, Function<MemoryLog, UpdateResult> make) {
        return Objects.requireNonNull(transaction.execute(_ -> switch (lock(memory)) {
            case null -> new UpdateResult.Unknown();
            case StoredMemory.Deleted _ -> new UpdateResult.AlreadyDeleted();
            case StoredMemory.Current(var current) ->
                condition.test(current.version())
                        ? make.apply(current)
                        : new UpdateResult.VersionConflict(current.version());
        }));
    }

    /// Locks and returns the newest version, null when there is none. Where something else appended to the log,
    /// the stored version lags behind it and is first brought up to date.
    private @Nullable StoredMemory lock(MemoryId memory) {
        repository.lock(memory);
        var stored = memories.find(memory).orElse(null);
        var missed = versions.newestAfter(memory, stored == null ? 0 : stored.version());
        if (missed.isEmpty()) {
            return stored;
        }
        catchUp(missed.get());
        return memories.find(memory).orElse(null);
    }

    private void catchUp(MemoryChange change) {
        switch (change) {
            case MemoryDeleted deleted -> repository.delete(deleted.memory(), deleted.version(), deleted.deletedAt());
            case MemoryUpdated updated -> repository.replace(updated.memory());
            default -> throw new IllegalStateException("a memory is stored once, not again: " + change.key());
        }
    }

    private void append(MemoryChange change, MemoryLog about) {
        var stream = StreamId.ofMemory(about.id());
        var expected = ExpectedVersion.exactly(change.version() - 1);
        var result = events.append(stream, expected, List.of(MemoryEvents.of(change, about)));
        if (!(result instanceof AppendResult.Appended)) {
            throw new IllegalStateException(stream + " was appended to past its memory log: " + result);
        }
    }

    private static String content(MemoryLog memory) {
        ObjectNode content = Json.mapper().valueToTree(memory);
        return CanonicalJson.of(content.without(List.of("version", "updated_at")));
    }

    /// Later than every version so far, however the clock was set since.
    private Instant nowAfter(MemoryLog current) {
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var next = current.updatedAt().plus(1, ChronoUnit.MICROS);
        return now.isBefore(next) ? next : now;
    }
}
