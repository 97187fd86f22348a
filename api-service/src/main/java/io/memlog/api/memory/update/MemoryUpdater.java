package io.memlog.api.memory.update;

import io.memlog.api.memory.CanonicalJson;
import io.memlog.api.memory.StoredMemory;
import io.memlog.api.memory.quota.TenantQuota;
import io.memlog.api.memory.store.MemoryLogInput;
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
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.node.ObjectNode;

/// Makes the next version of a memory log, in one transaction. Writers of one memory log wait for each other, so
/// that none overwrites a version that it has not read.
@Component
public final class MemoryUpdater {

    private final MemoryUpdateRepository repository;
    private final TransactionOperations transaction;
    private final TenantQuota quota;
    private final Clock clock;

    MemoryUpdater(
            MemoryUpdateRepository repository, TransactionOperations transaction, TenantQuota quota, Clock clock) {
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
            repository.update(new MemoryUpdated(updated));
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
            var deleted = new MemoryDeleted(memory, current.userId(), current.projectId(), version, now);
            repository.delete(deleted, current);
            return new UpdateResult.Deleted();
        });
    }

    private UpdateResult change(MemoryId memory, LongPredicate condition, Function<MemoryLog, UpdateResult> make) {
        return Objects.requireNonNull(transaction.execute(_ -> switch (repository.lock(memory)) {
            case null -> new UpdateResult.Unknown();
            case StoredMemory.Deleted _ -> new UpdateResult.AlreadyDeleted();
            case StoredMemory.Current(var current) ->
                condition.test(current.version())
                        ? make.apply(current)
                        : new UpdateResult.VersionConflict(current.version());
        }));
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
