package io.memlog.api.http.security;

import io.memlog.api.http.Caller;
import io.memlog.api.http.Role;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An API key without its secret.
///
/// @param userId    the only user that its caller sees; null for all
/// @param projectId the only project that its caller sees; null for all
/// @param createdBy the name of the caller who made it
public record ApiKey(
        long id,
        String name,
        Role role,
        @Nullable String userId,
        @Nullable String projectId,
        Instant createdAt,
        String createdBy,
        @Nullable Instant expiresAt,
        @Nullable Instant revokedAt,
        @Nullable Instant lastUsedAt) {

    Caller caller() {
        return new Caller("key:" + name, Set.of(role), userId, projectId);
    }
}
