package io.memlog.api.memory.store;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.GroupCommit;
import io.memlog.api.memory.quota.TenantQuota;
import io.memlog.schemas.memory.MemoryLog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/// Stores a memory log for the request of this thread, in a transaction of [MemoryStorer] that others may share.
@Component
public final class MemoryLogStore {

    private final GroupCommit<NewMemoryLog, MemoryStorer.Result> commits;
    private final OutboxBackpressure backpressure;
    private final TenantQuota quota;

    MemoryLogStore(
            GroupCommit<NewMemoryLog, MemoryStorer.Result> commits,
            OutboxBackpressure backpressure,
            TenantQuota quota) {
        this.commits = commits;
        this.backpressure = backpressure;
        this.quota = quota;
    }

    /// Stores the memory log of a body.
    ///
    /// @param key      the idempotency key as the caller wrote it; null without one
    /// @param keyPlace where the caller wrote it, such as `#/idempotency_key`
    /// @param bytes    about how large the body is
    /// @throws ProblemException when the body or the key is invalid, or nothing can be stored
    public Stored store(ObjectNode body, @Nullable String key, String keyPlace, int bytes) {
        var input = MemoryLogInput.read(body);
        if (key != null && !IdempotencyKey.isValid(key)) {
            throw ProblemException.invalid(FieldError.inBody(keyPlace, IdempotencyKey.RULE));
        }
        return store(input, key == null ? null : IdempotencyKey.of(key, input.tenant(), body), bytes);
    }

    /// @throws ProblemException when nothing can be stored
    Stored store(MemoryLogInput input, @Nullable IdempotencyKey key, int bytes) {
        backpressure.throwIfFull();
        return switch (commits.store(newMemoryLog(input, key), bytes)) {
            case MemoryStorer.Result.Stored(var memory, var replayed) -> new Stored(memory, replayed);
            case MemoryStorer.Result.Rejected(var problem) -> throw problem;
        };
    }

    /// The usage is counted here and not in a transaction, which others may share.
    NewMemoryLog newMemoryLog(MemoryLogInput input, @Nullable IdempotencyKey key) {
        var overQuota = quota.exceededBy(input.tenant()).orElse(null);
        return new NewMemoryLog(input, key, ChangeOrigin.current(), overQuota);
    }

    /// @param replayed whether an earlier request with the same idempotency key stored it
    public record Stored(MemoryLog memory, boolean replayed) {}
}
