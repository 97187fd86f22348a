package io.memlog.consumer.processing;

import io.memlog.schemas.event.ProjectionEvent;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// What a worker reports of a memory.
///
/// @param cause       the record that the worker has processed
/// @param attemptedAt when it began to process the batch of that record
/// @param traceparent of the processing; null without a trace
public record ProgressReport(
        ProjectionEvent event,
        ConsumerRecord<byte[], byte[]> cause,
        Instant attemptedAt,
        @Nullable String traceparent) {}
