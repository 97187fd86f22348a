package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Who calls, and what this caller may do and see.
///
/// @param name      as the audit shows it
/// @param userId    the only user that the caller sees; null for all
/// @param projectId the only project that the caller sees; null for all
public record Caller(
        String name,
        Set<Role> roles,
        @Nullable String userId,
        @Nullable String projectId) {

    public static final String USER_ID = "user_id";
    public static final String PROJECT_ID = "project_id";

    public Caller {
        roles = Set.copyOf(roles);
    }

    /// Everyone who reaches a port on loopback while there is neither a key nor an issuer.
    public static final Caller LOCAL = new Caller("local", Set.of(Role.ADMIN), null, null);

    /// The caller of the request that this thread serves.
    public static Caller current() {
        return of(SecurityContextHolder.getContext().getAuthentication());
    }

    /// The caller of a request.
    public static Caller of(HttpServletRequest request) {
        return of(request.getUserPrincipal() instanceof Authentication authentication ? authentication : null);
    }

    private static Caller of(@Nullable Authentication authentication) {
        if (authentication != null && authentication.getPrincipal() instanceof Caller caller) {
            return caller;
        }
        throw new IllegalStateException("the request has no caller");
    }

    /// Whether one of the caller's roles includes this one.
    public boolean may(Role role) {
        return roles.stream().anyMatch(own -> own.includes(role));
    }

    /// @throws ProblemException `403` without a role that includes this one
    public void require(Role role) {
        if (!may(role)) {
            var own = roles.stream().map(Role::wireName).sorted().collect(Collectors.joining(" and "));
            throw ProblemException.forbidden(
                    "this call needs the role " + role.wireName() + ", and the caller has " + own);
        }
    }

    /// Whether this caller sees what belongs to this user and project.
    public boolean sees(@Nullable String user, @Nullable String project) {
        return (userId == null || userId.equals(user)) && (projectId == null || projectId.equals(project));
    }

    /// Gives a body the user and project that the caller is bound to.
    ///
    /// @param pointer where the body stands in the whole one
    /// @return whether the body was changed
    /// @throws ProblemException `403` when it names others
    public boolean bind(JsonNode body, String pointer) {
        if (!(body instanceof ObjectNode object)) {
            return false;
        }
        var hasUser = bind(object, USER_ID, userId, pointer);
        var hasProject = bind(object, PROJECT_ID, projectId, pointer);
        return hasUser || hasProject;
    }

    private static boolean bind(ObjectNode body, String name, @Nullable String bound, String pointer) {
        if (bound == null) {
            return false;
        }
        var value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            body.put(name, bound);
            return true;
        }
        if (value.isString() && !value.stringValue().equals(bound)) {
            throw ProblemException.foreignTenant(JsonPointers.member(pointer, name));
        }
        return false;
    }

    /// The value of a parameter that the caller is bound to; null without a binding.
    @Nullable
    String bound(String name) {
        return switch (name) {
            case USER_ID -> userId;
            case PROJECT_ID -> projectId;
            default -> null;
        };
    }
}
