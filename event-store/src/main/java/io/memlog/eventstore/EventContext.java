package io.memlog.eventstore;

import org.jspecify.annotations.Nullable;

/// Whose event it is and what it belongs to; every part may be unknown.
public record EventContext(
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable String correlationId,
        @Nullable String causationId) {

    public static final EventContext NONE = new EventContext(null, null, null, null, null, null);
}
