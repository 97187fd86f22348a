package io.memlog.tracing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micrometer.tracing.Link;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Makes the spans of messages. They continue the trace that a message carries; without one, and while tracing is off,
/// there is no span, but the one [Span#NOOP].
public final class Traces {

    public static final Traces OFF = new Traces(Tracer.NOOP);

    private final Tracer tracer;

    /// Failures are named by a code: a text of an exception may quote a memory.
    private static final class Failure extends Exception {

        Failure(String code) {
            super(code, null, false, false);
        }
    }

    Traces(Tracer tracer) {
        this.tracer = tracer;
    }

    /// Whether spans are made at all.
    public boolean on() {
        return !tracer.equals(Tracer.NOOP);
    }

    /// Starts a span of a message that is sent.
    ///
    /// @param traceparent of what causes the message
    public Span send(String topic, byte @Nullable [] key, @Nullable String traceparent) {
        var parent = parent(traceparent);
        return parent == null
                ? Span.NOOP
                : message(Span.Kind.PRODUCER, topic, key).setParent(parent).start();
    }

    /// Starts a span of a message that is sent again. It begins a trace, which links to the first one.
    ///
    /// @param first the `traceparent` of the message when it was first sent
    public Span sendAgain(String topic, byte @Nullable [] key, @Nullable String first) {
        var linked = parent(first);
        return linked == null
                ? Span.NOOP
                : message(Span.Kind.PRODUCER, topic, key)
                        .setNoParent()
                        .addLink(new Link(linked))
                        .start();
    }

    /// Starts a span of a message that has been received.
    ///
    /// @param traceparent of the message
    public Span process(String topic, byte @Nullable [] key, @Nullable String traceparent, Instant receivedAt) {
        var parent = parent(traceparent);
        return parent == null
                ? Span.NOOP
                : startedAt(receivedAt, message(Span.Kind.CONSUMER, topic, key).setParent(parent));
    }

    /// Records what another system has done for a span.
    public void call(Span caller, String name, Instant from, Instant to) {
        if (!caller.isNoop()) {
            end(
                    startedAt(
                            from,
                            tracer.spanBuilder()
                                    .kind(Span.Kind.CLIENT)
                                    .name(name)
                                    .setParent(caller.context())),
                    to);
        }
    }

    /// Marks a span as failed.
    ///
    /// @param code names the failure, such as `content_refused`
    public static void failed(Span span, String code) {
        if (!span.isNoop()) {
            span.tag("error.type", code).error(new Failure(code));
        }
    }

    public static void end(Span span, Instant at) {
        span.end(micros(at), TimeUnit.MICROSECONDS);
    }

    /// The header `traceparent` of what a span causes.
    ///
    /// @param otherwise its value where there is no span
    public static @Nullable String traceparent(Span span, @Nullable String otherwise) {
        return span.isNoop() ? otherwise : TraceParent.of(span.context()).header();
    }

    /// What is logged until the result is closed has the ids of the span.
    public Tracer.SpanInScope inScope(Span span) {
        return (span.isNoop() ? Tracer.NOOP : tracer).withSpan(span);
    }

    private @Nullable TraceContext parent(@Nullable String traceparent) {
        return on() ? TraceParent.parse(traceparent).map(this::context).orElse(null) : null;
    }

    private TraceContext context(TraceParent parent) {
        return tracer.traceContextBuilder()
                .traceId(parent.traceId())
                .spanId(parent.spanId())
                .sampled(parent.sampled())
                .build();
    }

    /// With the attributes of OpenTelemetry's conventions for messages.
    private Span.Builder message(Span.Kind kind, String topic, byte @Nullable [] key) {
        var operation = kind == Span.Kind.PRODUCER ? "send" : "process";
        var span = tracer.spanBuilder()
                .kind(kind)
                .name(operation + " " + topic)
                .tag("messaging.system", "kafka")
                .tag("messaging.destination.name", topic)
                .tag("messaging.operation.type", operation);
        return key == null ? span : span.tag("memlog.memory_id", new String(key, UTF_8));
    }

    private static Span startedAt(Instant time, Span.Builder span) {
        return span.startTimestamp(micros(time), TimeUnit.MICROSECONDS).start();
    }

    private static long micros(Instant time) {
        return TimeUnit.SECONDS.toMicros(time.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(time.getNano());
    }
}
