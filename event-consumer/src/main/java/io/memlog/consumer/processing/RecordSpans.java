package io.memlog.consumer.processing;

import io.memlog.schemas.topic.Projection;
import io.memlog.tracing.Traces;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/// The spans of records whose outcome is to be published: each from its attempt to the acknowledgement. An attempt
/// without an outcome has none, so that an outage makes no spans; and while tracing is off there are none at all.
final class RecordSpans {

    private final Projection projection;
    private final Traces traces;
    private final Instant attemptedAt;
    private final Map<ConsumerRecord<byte[], byte[]>, Span> spans = new HashMap<>();

    RecordSpans(Projection projection, Traces traces, Instant attemptedAt) {
        this.projection = projection;
        this.traces = traces;
        this.attemptedAt = attemptedAt;
    }

    void applied(MemoryTask<?> task) {
        if (!traces.on()) {
            return;
        }
        for (var record : task.records()) {
            if (record.equals(task.record())) {
                var span = start(record, task.isDuplicate() ? "duplicate" : "applied");
                var write = task.write();
                if (write != null) {
                    traces.call(span, "write " + projection.wireName(), write.from(), write.to());
                }
            } else {
                start(record, "superseded");
            }
        }
    }

    void failed(DeadLetter deadLetter) {
        if (traces.on()) {
            Traces.failed(start(deadLetter.record(), "dead_letter"), deadLetter.reason());
        }
    }

    private Span start(ConsumerRecord<byte[], byte[]> record, String outcome) {
        var span = traces.process(record.topic(), record.key(), RecordHeaders.traceparent(record), attemptedAt)
                .tag("memlog.projection", projection.wireName())
                .tag("memlog.outcome", outcome);
        spans.put(record, span);
        return span;
    }

    /// What the reports about a record carry.
    @Nullable
    String traceparent(ConsumerRecord<byte[], byte[]> record) {
        return Traces.traceparent(span(record), RecordHeaders.traceparent(record));
    }

    Tracer.SpanInScope inScope(ConsumerRecord<byte[], byte[]> record) {
        return traces.inScope(span(record));
    }

    private Span span(ConsumerRecord<byte[], byte[]> record) {
        return spans.getOrDefault(record, Span.NOOP);
    }

    void end(Instant at) {
        spans.values().forEach(span -> Traces.end(span, at));
    }
}
