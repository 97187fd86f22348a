package io.memlog.api.memory.update;

import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.util.function.Function;
import java.util.function.LongPredicate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Changes a memory log for the request of this thread; what is not possible is a problem.
@Component
public final class MemoryChanges {

    private final MemoryUpdater updater;
    private final OutboxBackpressure backpressure;

    MemoryChanges(MemoryUpdater updater, OutboxBackpressure backpressure) {
        this.updater = updater;
        this.backpressure = backpressure;
    }

    MemoryLog replace(MemoryId memory, Condition condition, MemoryLogInput input) {
        return update(memory, condition, current -> {
            ProblemException.throwIfInvalid(input.tenantErrors(current, JsonPointers.ROOT));
            return input;
        });
    }

    /// Applies a JSON merge patch.
    ///
    /// @param pointer where the patch stands in what the caller sent
    /// @throws ProblemException when there is no such memory log, it is at another version, or the result is
    ///     invalid
    public MemoryLog patch(MemoryId memory, Condition condition, JsonNode patch, String pointer) {
        return update(memory, condition, current -> patched(current, patch, pointer));
    }

    /// Deletes a memory log; one that is deleted already stays so.
    ///
    /// @throws ProblemException when there is no such memory log, or it is at another version
    public void delete(MemoryId memory, Condition condition) {
        backpressure.throwIfFull();
        switch (updater.delete(memory, condition.version())) {
            case UpdateResult.VersionConflict(var version) -> throw condition.conflict(memory, version);
            case UpdateResult.Unknown _ -> throw MemoryAccess.unknown(memory.toString());
            case UpdateResult.Changed _, UpdateResult.Deleted _, UpdateResult.AlreadyDeleted _ -> {}
        }
    }

    private MemoryLog update(MemoryId id, Condition condition, Function<MemoryLog, MemoryLogInput> next) {
        backpressure.throwIfFull();
        return switch (updater.update(id, condition.version(), next)) {
            case UpdateResult.Changed(var memory) -> memory;
            case UpdateResult.VersionConflict(var version) -> throw condition.conflict(id, version);
            case UpdateResult.Unknown _ -> throw MemoryAccess.unknown(id.toString());
            case UpdateResult.AlreadyDeleted _, UpdateResult.Deleted _ -> throw MemoryAccess.deleted(id.toString());
        };
    }

    private static MemoryLogInput patched(MemoryLog current, JsonNode patch, String pointer) {
        var result = MergePatch.apply(Json.mapper().valueToTree(current), patch);
        var input = MemoryLogInput.readResult(result, pointer);
        var errors = input.tenantErrors(current, pointer);
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return input;
    }

    /// The versions at which a change may be made.
    ///
    /// @param name what the caller names them by, such as `If-Match`
    public record Condition(String name, LongPredicate version) {

        private ProblemException conflict(MemoryId id, long version) {
            return new ProblemException(
                    ProblemType.PRECONDITION_FAILED,
                    "the memory log " + id + " is at version " + version + ", which " + name
                            + " does not name; read it again");
        }
    }
}
