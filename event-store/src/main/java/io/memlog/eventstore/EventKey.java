package io.memlog.eventstore;

import org.jspecify.annotations.Nullable;

/// What identifies an event in the log: its id, within its user and project. Two tenants do not take ids from each
/// other.
public record EventKey(
        String eventId, @Nullable String userId, @Nullable String projectId) {}
