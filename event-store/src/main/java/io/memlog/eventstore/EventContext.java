package io.memlog.eventstore;

import org.jspecify.annotations.Nullable;

/// The owner of an event and what it belongs to; each part may be unknown.
public record EventContext(
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable String correlationId,
        @Nullable String causationId) {

    public static final EventContext NONE = new EventContext(null, null, null, null, null, null);
}
