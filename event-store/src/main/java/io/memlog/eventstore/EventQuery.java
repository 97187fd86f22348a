package io.memlog.eventstore;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which events to find. What is null does not matter; what is given must all be true.
///
/// @param from  the earliest time of happening
/// @param to    the latest one; an event of that very microsecond still matches
/// @param after goes on behind this event: in the order of positions behind any position, in the order of
///     times behind the event that stands there
/// @param limit how many at most
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

    private static final int USUAL_LIMIT = 100;

    public EventQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a query asks for at least one event, not for " + limit);
        }
    }

    /// Everything, in the order of positions.
    public static EventQuery all() {
        return new EventQuery(null, null, null, null, null, null, null, null, EventOrder.POSITION, null, USUAL_LIMIT);
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
