package io.memlog.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Selects events that match all given conditions; null stands for no condition.
///
/// @param from  the earliest time of occurrence
/// @param to    the latest time of occurrence, its microsecond included
/// @param after continues after this position; in the order of times, after the event at this position
/// @param limit the maximum number of events
public record EventQuery(
        @Nullable StreamId stream,
        @Nullable String conversationId,
        @Nullable String requestId,
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable String type,
        @Nullable Instant from,
        @Nullable Instant to,
        EventOrder order,
        @Nullable Position after,
        int limit) {

    private static final int DEFAULT_LIMIT = 100;

    public EventQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a limit is at least 1, not " + limit);
        }
    }

    /// All events, in the order of positions.
    public static EventQuery all() {
        return new EventQuery(null, null, null, null, null, null, null, null, EventOrder.POSITION, null, DEFAULT_LIMIT);
    }

    public EventQuery ofStream(StreamId value) {
        return new EventQuery(value, conversationId, requestId, userId, projectId, type, from, to, order, after, limit);
    }

    public EventQuery ofConversation(String value) {
        return new EventQuery(stream, value, requestId, userId, projectId, type, from, to, order, after, limit);
    }

    public EventQuery ofRequest(String value) {
        return new EventQuery(stream, conversationId, value, userId, projectId, type, from, to, order, after, limit);
    }

    public EventQuery ofUser(String value) {
        return new EventQuery(stream, conversationId, requestId, value, projectId, type, from, to, order, after, limit);
    }

    public EventQuery ofProject(String value) {
        return new EventQuery(stream, conversationId, requestId, userId, value, type, from, to, order, after, limit);
    }

    public EventQuery ofType(String value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, value, from, to, order, after, limit);
    }

    public EventQuery from(Instant value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, type, value, to, order, after, limit);
    }

    public EventQuery to(Instant value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, type, from, value, order, after, limit);
    }

    public EventQuery inOrderOf(EventOrder value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, type, from, to, value, after, limit);
    }

    public EventQuery after(Position value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, type, from, to, order, value, limit);
    }

    public EventQuery limit(int value) {
        return new EventQuery(
                stream, conversationId, requestId, userId, projectId, type, from, to, order, after, value);
    }
}
