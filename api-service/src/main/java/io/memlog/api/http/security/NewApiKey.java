package io.memlog.api.http.security;

import io.memlog.api.http.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The key that a caller asks for.
///
/// @param userId    the only user that its caller is to see; null for all
/// @param projectId the only project that its caller is to see; null for all
public record NewApiKey(
        String name,
        Role role,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable Instant expiresAt) {}
