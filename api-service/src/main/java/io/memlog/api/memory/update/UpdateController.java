package io.memlog.api.memory.update;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.MemoryIdParser;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.ETags;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.MemoryView;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.MemoryLogInputParser;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
final class UpdateController {

    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    private final MemoryUpdater changes;
    private final MemoryAccess lookup;
    private final OutboxBackpressure admission;

    UpdateController(MemoryUpdater changes, MemoryAccess lookup, OutboxBackpressure admission) {
        this.changes = changes;
        this.lookup = lookup;
        this.admission = admission;
    }

    @PutMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> put(@PathVariable String id, HttpServletRequest request) throws IOException {
        requireVisible(id, request);
        var draft = MemoryLogInputParser.read(JsonBody.read(request, MemoryLogInputParser.LARGEST));
        return update(id, request, current -> {
            var errors = otherTenant(current, draft);
            if (!errors.isEmpty()) {
                throw ProblemException.invalid(errors);
            }
            return draft;
        });
    }

    @PatchMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> patch(@PathVariable String id, HttpServletRequest request) throws IOException {
        requireVisible(id, request);
        var patch = JsonBody.read(request, MemoryLogInputParser.LARGEST, MERGE_PATCH);
        return update(id, request, current -> patched(current, patch));
    }

    @DeleteMapping("/memory-logs/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        requireVisible(id, request);
        admission.require();
        return switch (changes.delete(MemoryIdParser.parse(id), IfMatch.of(request))) {
            case UpdateResult.Stale(var version) -> throw stale(id, version);
            case UpdateResult.Unknown _ -> throw ProblemException.notFound("there is no memory log " + id);
            case UpdateResult.Changed _, UpdateResult.Deleted _, UpdateResult.Gone _ ->
                ResponseEntity.noContent().build();
        };
    }

    private ResponseEntity<JsonNode> update(
            String id, HttpServletRequest request, Function<MemoryLog, MemoryLogInput> next) {
        admission.require();
        return switch (changes.update(MemoryIdParser.parse(id), IfMatch.of(request), next)) {
            case UpdateResult.Changed(var memory) ->
                ResponseEntity.ok().eTag(ETags.of(memory.version())).body(MemoryView.of(memory, Map.of()));
            case UpdateResult.Stale(var version) -> throw stale(id, version);
            case UpdateResult.Unknown _ -> throw ProblemException.notFound("there is no memory log " + id);
            case UpdateResult.Gone _, UpdateResult.Deleted _ ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + id + " is deleted");
        };
    }

    private void requireVisible(String id, HttpServletRequest request) {
        lookup.find(id, QueryParameters.of(request).only(Set.of(MemoryAccess.USER_ID, MemoryAccess.PROJECT_ID)));
    }

    private static MemoryLogInput patched(MemoryLog current, JsonNode patch) {
        var result = MergePatch.apply(Json.mapper().valueToTree(current), patch);
        MemoryLogInput draft;
        try {
            draft = MemoryLogInputParser.read(result);
        } catch (ProblemException e) {
            throw ProblemException.invalidResult(e.errors());
        }
        var errors = otherTenant(current, draft);
        if (Json.mapper().writeValueAsBytes(result).length > MemoryLogInputParser.LARGEST) {
            errors.add(FieldError.inBody("#", "the memory log would be larger than 256 KiB"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return draft;
    }

    private static List<FieldError> otherTenant(MemoryLog current, MemoryLogInput draft) {
        var errors = new ArrayList<FieldError>();
        if (!draft.tenant().userId().equals(current.userId())) {
            errors.add(FieldError.inBody("#/user_id", "cannot change"));
        }
        if (!draft.tenant().projectId().equals(current.projectId())) {
            errors.add(FieldError.inBody("#/project_id", "cannot change"));
        }
        return errors;
    }

    private static ProblemException stale(String id, long version) {
        return new ProblemException(
                ProblemType.PRECONDITION_FAILED,
                "the memory log " + id + " is at version " + version + ", which If-Match does not name; read it again");
    }
}
