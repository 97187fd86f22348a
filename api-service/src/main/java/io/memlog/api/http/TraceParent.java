package io.memlog.api.http;

import io.memlog.schemas.message.CloudEventHeaders;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/// The W3C trace context of a request, which its events carry on to the workers.
///
/// @see <a href="https://www.w3.org/TR/trace-context/#traceparent-header">traceparent</a>
public final class TraceParent {

    private static final Pattern VALID = Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}");
    private static final Pattern INVALID_VERSION_OR_ID = Pattern.compile("ff-.*|.{2}-0{32}-.*|.{36}0{16}-.*");

    private TraceParent() {}

    /// The header of the request that this thread answers, when it is valid.
    public static Optional<String> ofRequest() {
        return RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes request
                ? Optional.ofNullable(request.getRequest().getHeader(CloudEventHeaders.TRACEPARENT))
                        .filter(header -> traceId(header).isPresent())
                : Optional.empty();
    }

    /// The id of the trace in a header; empty when the header is missing or not valid.
    public static Optional<String> traceId(@Nullable String header) {
        if (header == null || INVALID_VERSION_OR_ID.matcher(header).matches()) {
            return Optional.empty();
        }
        var parts = VALID.matcher(header);
        return parts.matches() ? Optional.of(parts.group(1)) : Optional.empty();
    }
}
