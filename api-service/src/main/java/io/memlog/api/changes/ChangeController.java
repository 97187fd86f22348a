package io.memlog.api.changes;

import io.memlog.api.draft.Draft;
import io.memlog.api.draft.DraftReader;
import io.memlog.api.ingest.Admission;
import io.memlog.api.input.JsonBody;
import io.memlog.api.input.Parameters;
import io.memlog.api.input.PathId;
import io.memlog.api.memories.EntityTag;
import io.memlog.api.memories.MemoryLookup;
import io.memlog.api.memories.MemoryView;
import io.memlog.api.problems.FieldError;
import io.memlog.api.problems.ProblemException;
import io.memlog.api.problems.ProblemType;
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
final class ChangeController {

    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    private final Changes changes;
    private final MemoryLookup lookup;
    private final Admission admission;

    ChangeController(Changes changes, MemoryLookup lookup, Admission admission) {
        this.changes = changes;
        this.lookup = lookup;
        this.admission = admission;
    }

    @PutMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> put(@PathVariable String id, HttpServletRequest request) throws IOException {
        requireVisible(id, request);
        var draft = DraftReader.read(JsonBody.read(request, DraftReader.LARGEST));
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
        var patch = JsonBody.read(request, DraftReader.LARGEST, MERGE_PATCH);
        return update(id, request, current -> patched(current, patch));
    }

    @DeleteMapping("/memory-logs/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        requireVisible(id, request);
        admission.require();
        return switch (changes.delete(PathId.parse(id), Precondition.of(request))) {
            case Change.Stale(var version) -> throw stale(id, version);
            case Change.Unknown _ -> throw ProblemException.notFound("there is no memory log " + id);
            case Change.Changed _, Change.Deleted _, Change.Gone _ ->
                ResponseEntity.noContent().build();
        };
    }

    private ResponseEntity<JsonNode> update(String id, HttpServletRequest request, Function<MemoryLog, Draft> next) {
        admission.require();
        return switch (changes.update(PathId.parse(id), Precondition.of(request), next)) {
            case Change.Changed(var memory) ->
                ResponseEntity.ok().eTag(EntityTag.of(memory.version())).body(MemoryView.of(memory, Map.of()));
            case Change.Stale(var version) -> throw stale(id, version);
            case Change.Unknown _ -> throw ProblemException.notFound("there is no memory log " + id);
            case Change.Gone _, Change.Deleted _ ->
                throw new ProblemException(ProblemType.DELETED, "the memory log " + id + " is deleted");
        };
    }

    private void requireVisible(String id, HttpServletRequest request) {
        lookup.find(id, Parameters.of(request).only(Set.of(MemoryLookup.USER_ID, MemoryLookup.PROJECT_ID)));
    }

    private static Draft patched(MemoryLog current, JsonNode patch) {
        var result = MergePatch.apply(Json.mapper().valueToTree(current), patch);
        Draft draft;
        try {
            draft = DraftReader.read(result);
        } catch (ProblemException e) {
            throw ProblemException.invalidResult(e.errors());
        }
        var errors = otherTenant(current, draft);
        if (Json.mapper().writeValueAsBytes(result).length > DraftReader.LARGEST) {
            errors.add(FieldError.inBody("#", "the memory log would be larger than 256 KiB"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return draft;
    }

    private static List<FieldError> otherTenant(MemoryLog current, Draft draft) {
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
