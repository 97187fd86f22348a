package io.memlog.api.http;

import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.tracing.TraceParent;
import java.util.Optional;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.filter.ServerHttpObservationFilter;

/// The W3C trace context of a request, which its events carry on to the workers.
public final class RequestTrace {

    private RequestTrace() {}

    /// The span of the request that this thread answers; while tracing is off, what its `traceparent` names.
    public static Optional<TraceParent> current() {
        if (!(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)) {
            return Optional.empty();
        }
        var request = attributes.getRequest();
        return ServerHttpObservationFilter.findObservationContext(request)
                .flatMap(TraceParent::of)
                .or(() -> TraceParent.parse(request.getHeader(CloudEventHeaders.TRACEPARENT)));
    }
}
