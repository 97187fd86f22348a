package io.memlog.tracing;

import io.micrometer.observation.Observation;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.handler.TracingObservationHandler.TracingContext;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A span as the header `traceparent` names it.
///
/// @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
public record TraceParent(String traceId, String spanId, boolean sampled) {

    private static final Pattern HEADER = Pattern.compile(
            "(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-" + "[0-9a-f]([0-9a-f])");

    /// Empty when the header is missing or not valid.
    public static Optional<TraceParent> parse(@Nullable String header) {
        if (header == null) {
            return Optional.empty();
        }
        var parts = HEADER.matcher(header);
        return parts.matches()
                ? Optional.of(new TraceParent(
                        parts.group(1),
                        parts.group(2),
                        (Character.digit(parts.group(3).charAt(0), 16) & 1) == 1))
                : Optional.empty();
    }

    /// The span that an observation has while tracing is on.
    public static Optional<TraceParent> of(Observation.ContextView observation) {
        TracingContext tracing = observation.get(TracingContext.class);
        return tracing == null || tracing.getSpan() == null
                ? Optional.empty()
                : parse(of(tracing.getSpan().context()).header());
    }

    static TraceParent of(TraceContext context) {
        return new TraceParent(context.traceId(), context.spanId(), Boolean.TRUE.equals(context.sampled()));
    }

    /// The value of the header.
    public String header() {
        return "00-" + traceId + "-" + spanId + (sampled ? "-01" : "-00");
    }
}
