package io.memlog.schemas.memory;

/// The owner of memories: a user within a project. Both ids are compared by code point, without trimming or
/// case folding.
public record Tenant(String userId, String projectId) {

    public Tenant {
        if (userId.isBlank() || projectId.isBlank()) {
            throw new IllegalArgumentException("a tenant needs a user and a project");
        }
    }
}
