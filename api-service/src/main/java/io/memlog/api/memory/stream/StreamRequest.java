package io.memlog.api.memory.stream;

import io.memlog.api.http.Caller;
import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.eventstore.Checkpoint;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.event.MemoryUpdated;
import io.memlog.schemas.memory.MemoryId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Which changes a client asks for, and after which one it resumes, as its `Last-Event-ID` says; null stands for any.
record StreamRequest(
        @Nullable String userId,
        @Nullable String projectId,
        @Nullable MemoryId memory,
        @Nullable String type,
        @Nullable Checkpoint resumeAfter) {

    static final Set<String> TYPES = Set.of(MemoryStored.TYPE, MemoryUpdated.TYPE, MemoryDeleted.TYPE);

    private static final String LAST_EVENT_ID = "Last-Event-ID";
    private static final String MEMORY_ID = "memory_id";
    private static final String TYPE = "type";
    private static final String AFTER = "last_event_id";
    private static final int MAX_ID_LENGTH = 256;
    private static final Set<String> PARAMETERS = Set.of(Caller.USER_ID, Caller.PROJECT_ID, MEMORY_ID, TYPE, AFTER);

    /// @throws ProblemException when a parameter is invalid, or names a user or project that the caller does not see
    static StreamRequest of(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(PARAMETERS);
        var stream = new StreamRequest(
                parameters.tenantPart(Caller.USER_ID, MAX_ID_LENGTH),
                parameters.tenantPart(Caller.PROJECT_ID, MAX_ID_LENGTH),
                memory(parameters),
                type(parameters),
                after(request, parameters));
        parameters.throwIfInvalid();
        return stream;
    }

    boolean matches(Change change) {
        return (userId == null || userId.equals(change.userId()))
                && (projectId == null || projectId.equals(change.projectId()))
                && (memory == null || memory.equals(change.memory()))
                && (type == null || type.equals(change.type()));
    }

    private static @Nullable MemoryId memory(QueryParameters parameters) {
        var text = parameters.text(MEMORY_ID, MAX_ID_LENGTH);
        try {
            return text == null ? null : MemoryId.parse(text);
        } catch (IllegalArgumentException e) {
            parameters.addError(MEMORY_ID, "must be the id of a memory log, a positive number");
            return null;
        }
    }

    private static @Nullable String type(QueryParameters parameters) {
        var type = parameters.text(TYPE, MAX_ID_LENGTH);
        if (type != null && !TYPES.contains(type)) {
            parameters.addError(TYPE, "must be one of " + String.join(", ", new TreeSet<>(TYPES)));
        }
        return type;
    }

    /// The header is the one of the standard; a browser's WebSocket can only send a parameter.
    private static @Nullable Checkpoint after(HttpServletRequest request, QueryParameters parameters) {
        var header = request.getHeader(LAST_EVENT_ID);
        var text = header == null || header.isEmpty() ? parameters.text(AFTER, MAX_ID_LENGTH) : header;
        try {
            return text == null ? null : Checkpoint.parse(text);
        } catch (IllegalArgumentException e) {
            if (text.equals(header)) {
                throw ProblemException.invalid(
                        FieldError.inHeader(LAST_EVENT_ID, "is not the id of an event of a stream"));
            }
            parameters.addError(AFTER, "is not the id of an event of a stream");
            return null;
        }
    }
}
