package io.memlog.api.operations.keys;

import io.memlog.api.http.Caller;
import io.memlog.api.http.Cursor;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.Page;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.http.Role;
import io.memlog.api.http.security.ApiKey;
import io.memlog.api.http.security.ApiKeyService;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /keys`, `GET /keys` and `DELETE /keys/{id}`.
@RestController
record KeysController(ApiKeyService keys, Clock clock) {

    private static final RequestSchema<ApiKeyService.NewApiKey> SCHEMA =
            RequestSchema.of("NewApiKey", ApiKeyService.NewApiKey.class);
    private static final int MAX_BYTES = 16 * 1024;
    private static final int MAX_LIMIT = 100;
    private static final int DEFAULT_LIMIT = 20;
    private static final String LIST = "keys";

    @PostMapping("/keys")
    ResponseEntity<JsonNode> create(HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var key = SCHEMA.read(JsonBody.read(request, MAX_BYTES));
        ProblemException.throwIfInvalid(errors(key));
        var created = keys.create(key, Caller.of(request));
        var view = view(created.key()).put("secret", created.secret());
        return ResponseEntity.created(URI.create("/keys/" + created.key().id()))
                .header("Cache-Control", "no-store")
                .body(view);
    }

    private List<FieldError> errors(ApiKeyService.NewApiKey key) {
        List<FieldError> errors = new ArrayList<>();
        if (!keys.areRequired() && key.role() != Role.ADMIN) {
            errors.add(FieldError.inBody("#/role", "must be admin for the first key, with which others are made"));
        }
        if (!key.role().isBindable() && (key.userId() != null || key.projectId() != null)) {
            errors.add(FieldError.inBody(
                    key.userId() == null ? "#/project_id" : "#/user_id",
                    "binds keys of the roles read and ingest only, since operations span all users and projects"));
        }
        if (key.expiresAt() != null && !key.expiresAt().isAfter(clock.instant())) {
            errors.add(FieldError.inBody("#/expires_at", "must be in the future"));
        }
        return errors;
    }

    @GetMapping("/keys")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(Set.of("limit", "cursor"));
        var limit = parameters.integer("limit", 1, MAX_LIMIT, DEFAULT_LIMIT);
        var before = parameters.cursor(LIST, 1);
        return Page.of(
                keys.list(before == null ? null : before[0], limit + 1),
                limit,
                KeysController::view,
                last -> Cursor.of(LIST, last.id()));
    }

    @DeleteMapping("/keys/{id}")
    ResponseEntity<Void> revoke(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.requireNone(request);
        if (!id.matches("[1-9][0-9]{0,17}") || !keys.revoke(Long.parseLong(id))) {
            throw ProblemException.notFound("there is no key " + id);
        }
        return ResponseEntity.noContent().build();
    }

    private static ObjectNode view(ApiKey key) {
        return Json.mapper().valueToTree(key);
    }
}
