package io.memlog.api.memory.update;

import io.memlog.api.http.Caller;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.read.MemoryView;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `PUT`, `PATCH` and `DELETE /memory-logs/{id}`.
@RestController
record UpdateController(MemoryUpdater updater, MemoryAccess memories, OutboxBackpressure backpressure) {

    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    @PutMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> put(@PathVariable String id, HttpServletRequest request) throws IOException {
        var memory = find(id, request);
        var input = MemoryLogInput.read(JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES));
        return update(memory, request, current -> {
            ProblemException.throwIfInvalid(input.tenantErrors(current, JsonPointers.ROOT));
            return input;
        });
    }

    @PatchMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> patch(@PathVariable String id, HttpServletRequest request) throws IOException {
        var memory = find(id, request);
        var patch = JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES, MERGE_PATCH);
        return update(memory, request, current -> patched(current, patch));
    }

    @DeleteMapping("/memory-logs/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        var memory = find(id, request);
        backpressure.throwIfFull();
        return switch (updater.delete(memory, IfMatch.of(request))) {
            case UpdateResult.VersionConflict(var version) -> throw versionConflict(memory, version);
            case UpdateResult.Unknown _ -> throw MemoryAccess.unknown(id);
            case UpdateResult.Changed _, UpdateResult.Deleted _, UpdateResult.AlreadyDeleted _ ->
                ResponseEntity.noContent().build();
        };
    }

    private ResponseEntity<JsonNode> update(
            MemoryId id, HttpServletRequest request, Function<MemoryLog, MemoryLogInput> next) {
        backpressure.throwIfFull();
        return switch (updater.update(id, IfMatch.of(request), next)) {
            case UpdateResult.Changed(var memory) ->
                ResponseEntity.ok().eTag(Long.toString(memory.version())).body(MemoryView.of(memory, Map.of()));
            case UpdateResult.VersionConflict(var version) -> throw versionConflict(id, version);
            case UpdateResult.Unknown _ -> throw MemoryAccess.unknown(id.toString());
            case UpdateResult.AlreadyDeleted _, UpdateResult.Deleted _ -> throw MemoryAccess.deleted(id.toString());
        };
    }

    private MemoryId find(String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(Caller.USER_ID, Caller.PROJECT_ID));
        return memories.find(id, parameters).id();
    }

    private static MemoryLogInput patched(MemoryLog current, JsonNode patch) {
        var result = MergePatch.apply(Json.mapper().valueToTree(current), patch);
        var input = MemoryLogInput.readResult(result, JsonPointers.ROOT);
        var errors = input.tenantErrors(current, JsonPointers.ROOT);
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return input;
    }

    private static ProblemException versionConflict(MemoryId id, long version) {
        return new ProblemException(
                ProblemType.PRECONDITION_FAILED,
                "the memory log " + id + " is at version " + version + ", which If-Match does not name; read it again");
    }
}
