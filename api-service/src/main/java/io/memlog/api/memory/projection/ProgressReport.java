package io.memlog.api.memory.projection;

import io.memlog.schemas.event.ProjectionEvent;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a worker reported, and what its message says of the cause; workers of earlier releases say nothing of it.
///
/// @param publishedAt when the message was published that the worker has processed
/// @param attemptedAt when the worker received that message
record ProgressReport(
        ProjectionEvent event,
        @Nullable Instant publishedAt,
        @Nullable Instant attemptedAt,
        @Nullable String traceId) {

    static ProgressReport of(ProjectionEvent event) {
        return new ProgressReport(event, null, null, null);
    }
}
