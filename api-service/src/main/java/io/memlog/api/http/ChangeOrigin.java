package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import io.memlog.tracing.TraceParent;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import tools.jackson.databind.node.ObjectNode;

/// Who makes a change and from where, as the metadata of its event: `{"by":"key:ci","from":"10.0.0.7"}`, with the
/// `trace_id` of a request that has one.
///
/// @param metadata    a JSON object
/// @param traceParent of the request; null without a trace
public record ChangeOrigin(String metadata, @Nullable String traceParent) {

    /// The name of changes that no request makes.
    private static final String MEMLOG = "memlog";

    /// Of what this thread changes.
    public static ChangeOrigin current() {
        var trace = RequestTrace.current();
        var metadata = addTo(Json.mapper().createObjectNode());
        trace.ifPresent(span -> metadata.put("trace_id", span.traceId()));
        return new ChangeOrigin(
                metadata.toString(), trace.map(TraceParent::header).orElse(null));
    }

    /// Adds who makes the change to other metadata.
    public static ObjectNode addTo(ObjectNode metadata) {
        var authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            return metadata.put("by", MEMLOG);
        }
        metadata.put("by", caller.name());
        if (authentication.getDetails() instanceof WebAuthenticationDetails details) {
            metadata.put("from", details.getRemoteAddress());
        }
        return metadata;
    }
}
