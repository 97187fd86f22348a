package io.memlog.api.memory.mcp;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.RequestSchema;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Tenant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/// Whose memory a client works on: what its path names, or what its key is bound to, or the default. A model has no say
/// in it.
@Component
record TenantResolver(McpProperties properties) {

    private static final RequestSchema<JsonNode> NAME =
            RequestSchema.of("NewMemoryLog/properties/user_id", JsonNode.class);

    /// The tenant of `/mcp/{user}/{project}`.
    ///
    /// @throws ProblemException `404` when the caller does not see it
    Tenant ofPath(Caller caller, String user, String project) {
        var errors = new ArrayList<FieldError>();
        check("user", user, errors);
        check("project", project, errors);
        ProblemException.throwIfInvalid(errors);
        if (!caller.sees(user, project)) {
            throw ProblemException.notFound("the caller sees no such user and project");
        }
        return new Tenant(user, project);
    }

    /// The tenant of `/mcp`; null when nothing says which.
    @Nullable
    Tenant ofCaller(Caller caller) {
        var user = caller.userId() == null ? properties.defaultUser() : caller.userId();
        var project = caller.projectId() == null ? properties.defaultProject() : caller.projectId();
        return user.isBlank() || project.isBlank() ? null : new Tenant(user, project);
    }

    private static void check(String variable, String value, List<FieldError> errors) {
        if (value.indexOf(0) >= 0) {
            errors.add(FieldError.inParameter(variable, "contains a NUL character"));
        }
        NAME.errors(Json.mapper().valueToTree(value), variable)
                .forEach(error -> errors.add(FieldError.inParameter(variable, error.detail())));
    }
}
