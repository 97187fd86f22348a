package io.memlog.schemas.memory;

/// Whose memories these are: a user within a project. Both ids are compared by code point; nothing is
/// trimmed or folded.
public record Tenant(String userId, String projectId) {

    public Tenant {
        if (userId.isBlank() || projectId.isBlank()) {
            throw new IllegalArgumentException("a tenant needs a user and a project");
        }
    }
}
