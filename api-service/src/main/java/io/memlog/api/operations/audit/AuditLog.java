package io.memlog.api.operations.audit;

import io.memlog.api.http.ChangeOrigin;
import io.memlog.api.http.JsonBody;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.eventstore.StreamId;
import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/// Appends the successful calls that change something else than a memory log to the log; an event of a memory
/// log says by itself who made it.
@Component
final class AuditLog implements HandlerInterceptor, WebMvcConfigurer {

    static final String TYPE = "audit.call";

    private static final Logger LOG = LoggerFactory.getLogger(AuditLog.class);
    private static final String OPERATIONS = "io.memlog.api.operations";
    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final int MIN_ERROR_STATUS = 400;
    private static final int MAX_REQUEST_LENGTH = 4_096;

    /// The member of a body that holds a memory log: the correction of a dead letter, which is an event by itself.
    private static final String PAYLOAD = "data";

    private final EventStore events;
    private final Supplier<UUID> ids;

    AuditLog(EventStore events, Supplier<UUID> jobIds) {
        this.events = events;
        this.ids = jobIds;
    }

    @Override
    public void addInterceptors(InterceptorRegistry registry) {
        registry.addInterceptor(this);
    }

    /// The answer leaves after this, unless it is larger than the buffer of the response.
    @Override
    public void afterCompletion(
            HttpServletRequest request, HttpServletResponse response, Object handler, @Nullable Exception failure) {
        if (!CHANGING.contains(request.getMethod())
                || response.getStatus() >= MIN_ERROR_STATUS
                || !(handler instanceof HandlerMethod method)
                || !method.getBeanType().getPackageName().startsWith(OPERATIONS)) {
            return;
        }
        var data = Json.mapper()
                .createObjectNode()
                .put(
                        "call",
                        request.getMethod() + " "
                                + request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE))
                .put("path", request.getRequestURI())
                .put("status", response.getStatus());
        if (JsonBody.of(request) instanceof ObjectNode body) {
            data.set("request", bounded(body));
        }
        var id = "audit-" + ids.get();
        try {
            events.append(
                    new StreamId(id),
                    ExpectedVersion.any(),
                    List.of(new NewEvent(
                            id, TYPE, data.toString(), ChangeOrigin.current().metadata(), EventContext.NONE, null)));
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("call", data).log("A call is not on record");
        }
    }

    /// What a body selects and gives as reason; the beginning of its text when it is long.
    private static JsonNode bounded(ObjectNode body) {
        var request = body.deepCopy().without(PAYLOAD);
        var text = request.toString();
        return text.length() <= MAX_REQUEST_LENGTH
                ? request
                : StringNode.valueOf(text.substring(0, text.offsetByCodePoints(0, MAX_REQUEST_LENGTH / 2)) + "…");
    }
}
