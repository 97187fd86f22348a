package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import tools.jackson.databind.node.ObjectNode;

/// Who makes a change and from where, as the metadata of its event: `{"by":"key:ci","from":"10.0.0.7"}`, with the
/// `trace_id` of a request that has one.
public final class ChangeOrigin {

    /// The name of changes that no request makes.
    private static final String MEMLOG = "memlog";

    private ChangeOrigin() {}

    /// The metadata of an event that this thread appends.
    public static String metadata() {
        var metadata = addTo(Json.mapper().createObjectNode());
        TraceParent.ofRequest().flatMap(TraceParent::traceId).ifPresent(trace -> metadata.put("trace_id", trace));
        return metadata.toString();
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
