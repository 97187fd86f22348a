package io.memlog.api.memory.update;

import io.memlog.api.http.Caller;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.memory.MemoryAccess;
import io.memlog.api.memory.read.MemoryView;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpHeaders;
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
record UpdateController(MemoryChanges changes, MemoryAccess memories) {

    private static final MediaType MERGE_PATCH = MediaType.parseMediaType("application/merge-patch+json");

    @PutMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> put(@PathVariable String id, HttpServletRequest request) throws IOException {
        var memory = find(id, request);
        var input = MemoryLogInput.read(JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES));
        return answer(changes.replace(memory, condition(request), input));
    }

    @PatchMapping("/memory-logs/{id}")
    ResponseEntity<JsonNode> patch(@PathVariable String id, HttpServletRequest request) throws IOException {
        var memory = find(id, request);
        var patch = JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES, MERGE_PATCH);
        return answer(changes.patch(memory, condition(request), patch, JsonPointers.ROOT));
    }

    @DeleteMapping("/memory-logs/{id}")
    ResponseEntity<Void> delete(@PathVariable String id, HttpServletRequest request) {
        changes.delete(find(id, request), condition(request));
        return ResponseEntity.noContent().build();
    }

    private static MemoryChanges.Condition condition(HttpServletRequest request) {
        return new MemoryChanges.Condition(HttpHeaders.IF_MATCH, IfMatch.of(request));
    }

    private static ResponseEntity<JsonNode> answer(MemoryLog memory) {
        return ResponseEntity.ok().eTag(Long.toString(memory.version())).body(MemoryView.of(memory, Map.of()));
    }

    private MemoryId find(String id, HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(Set.of(Caller.USER_ID, Caller.PROJECT_ID));
        return memories.find(id, parameters).id();
    }
}
