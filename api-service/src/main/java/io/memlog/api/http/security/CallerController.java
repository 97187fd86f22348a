package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.Role;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /caller`: who calls, and what this caller may do and see.
@RestController
final class CallerController {

    private record CallerView(
            String name,
            List<Role> roles,
            @Nullable String userId,
            @Nullable String projectId) {}

    @GetMapping("/caller")
    ResponseEntity<JsonNode> caller(HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var caller = Caller.of(request);
        var view = new CallerView(
                caller.name(), caller.roles().stream().sorted().toList(), caller.userId(), caller.projectId());
        return ResponseEntity.ok()
                .header("Cache-Control", "no-store")
                .body(Json.mapper().valueToTree(view));
    }
}
