package io.memlog.api.memory.mcp;

import io.memlog.api.http.Caller;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.ProblemType;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.Tenant;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.HttpHeaders;
import io.modelcontextprotocol.spec.McpSchema.ErrorCodes;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;
import reactor.core.publisher.Mono;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `POST /mcp` and `POST /mcp/{user}/{project}`: the stateless transport of the Model Context Protocol, one message per
/// request. It is a route like any other, so that it has a role, and the filters and limits of all routes.
@RestController
final class McpController implements McpStatelessServerTransport {

    /// What a call knows of its request.
    static final String TENANT = "tenant";

    static final String ARGUMENTS = "arguments";
    static final String URL = "url";

    private static final Logger LOG = LoggerFactory.getLogger(McpController.class);
    private static final String VERSION = "2.0";
    private static final int MAX_ENVELOPE_BYTES = 64 * 1024;
    private static final int MAX_BYTES = MemoryLogInput.MAX_BODY_BYTES + MAX_ENVELOPE_BYTES;

    private final TenantResolver tenants;
    private @Nullable McpStatelessServerHandler handler;

    McpController(TenantResolver tenants) {
        this.tenants = tenants;
    }

    @Override
    public void setMcpHandler(McpStatelessServerHandler handler) {
        this.handler = handler;
    }

    @Override
    public Mono<Void> closeGracefully() {
        return Mono.empty();
    }

    @PostMapping("/mcp")
    ResponseEntity<byte[]> message(HttpServletRequest request) throws IOException {
        return answer(request, tenants.ofCaller(Caller.of(request)));
    }

    @PostMapping("/mcp/{user}/{project}")
    ResponseEntity<byte[]> messageOfTenant(
            @PathVariable String user, @PathVariable String project, HttpServletRequest request) throws IOException {
        return answer(request, tenants.ofPath(Caller.of(request), user, project));
    }

    /// Without a tenant, no tool can be called.
    static ProblemException noTenant() {
        return new ProblemException(
                ProblemType.INVALID_REQUEST,
                "nothing says whose memory this is: connect to /mcp/{user}/{project}, such as /mcp/ada/shop, or use an "
                        + "API key that is bound to a user and project");
    }

    private ResponseEntity<byte[]> answer(HttpServletRequest request, @Nullable Tenant tenant) throws IOException {
        JsonNode message;
        try {
            message = JsonBody.read(request, MAX_BYTES);
        } catch (ProblemException problem) {
            return unreadable(problem);
        }
        var flaw = flawOf(message);
        if (flaw != null) {
            return rejected(message.path("id"), flaw);
        }
        var method = message.get("method").stringValue();
        var version = request.getHeader(HttpHeaders.PROTOCOL_VERSION);
        if (version != null && !protocolVersions().contains(version) && !method.equals("server/discover")) {
            return rejected(
                    message.path("id"),
                    HttpHeaders.PROTOCOL_VERSION + " is " + version + ", and Memlog speaks "
                            + String.join(", ", protocolVersions()));
        }
        var context = context(request, message, tenant);
        var params = message.get("params");
        if (!message.has("id")) {
            handler()
                    .handleNotification(context, new JSONRPCNotification(VERSION, method, params))
                    .block();
            return ResponseEntity.accepted().build();
        }
        var id = message.get("id").isString()
                ? message.get("id").stringValue()
                : message.get("id").numberValue();
        return ok(response(context, new JSONRPCRequest(VERSION, method, id, params)));
    }

    /// Tools and resources tell their own failures. What the SDK fails at are parameters, which it binds before it
    /// looks at them.
    private JSONRPCResponse response(McpTransportContext context, JSONRPCRequest request) {
        var invalid = JSONRPCResponse.error(
                request.id(),
                new JSONRPCError(ErrorCodes.INVALID_PARAMS, "#/params: is not what " + request.method() + " takes"));
        try {
            var response = Objects.requireNonNull(
                    handler().handleRequest(context, request).block());
            var isUnbound = response.error() != null && response.error().code() == ErrorCodes.INTERNAL_ERROR;
            return isUnbound ? invalid : response;
        } catch (IllegalArgumentException | NullPointerException | ClassCastException | JacksonException e) {
            LOG.debug("Parameters that are not bound", e);
            return invalid;
        }
    }

    private McpStatelessServerHandler handler() {
        return Objects.requireNonNull(handler, "the server of the protocol is not started");
    }

    private static McpTransportContext context(HttpServletRequest request, JsonNode message, @Nullable Tenant tenant) {
        var arguments = message.at("/params/arguments");
        Map<String, Object> context = new HashMap<>();
        context.put(
                ARGUMENTS,
                arguments.isMissingNode() || arguments.isNull() ? Json.mapper().createObjectNode() : arguments);
        context.put(
                URL,
                ServletUriComponentsBuilder.fromContextPath(request).build().toUriString());
        if (tenant != null) {
            context.put(TENANT, tenant);
        }
        return McpTransportContext.create(context);
    }

    /// What keeps a JSON value from being a request or a notification.
    private static @Nullable String flawOf(JsonNode message) {
        if (message.isArray()) {
            return "#: is a batch; send one message per request";
        }
        if (!message.isObject()) {
            return "#: must be an object";
        }
        if (!VERSION.equals(message.path("jsonrpc").asString(""))) {
            return "#/jsonrpc: must be \"2.0\"";
        }
        if (!message.path("method").isString()) {
            return "#/method: is required, since Memlog sends no requests that could be answered";
        }
        var id = message.path("id");
        if (!id.isMissingNode() && !id.isString() && !id.isIntegralNumber()) {
            return "#/id: must be a string or a whole number";
        }
        var params = message.path("params");
        return params.isMissingNode() || params.isObject() ? null : "#/params: must be an object";
    }

    private static ResponseEntity<byte[]> unreadable(ProblemException problem) {
        var code = problem.type() == ProblemType.UNREADABLE_BODY ? ErrorCodes.PARSE_ERROR : ErrorCodes.INVALID_REQUEST;
        var error = error(Json.mapper().nullNode(), code, String.valueOf(problem.getMessage()));
        ((ObjectNode) error.get("error")).set("data", Json.mapper().valueToTree(problem.document("/mcp")));
        var response = ResponseEntity.status(problem.type().status()).contentType(MediaType.APPLICATION_JSON);
        problem.headers().forEach(response::header);
        return response.body(Json.mapper().writeValueAsBytes(error));
    }

    private static ResponseEntity<byte[]> rejected(JsonNode id, String flaw) {
        var known = id.isString() || id.isIntegralNumber() ? id : Json.mapper().nullNode();
        var error = error(known, ErrorCodes.INVALID_REQUEST, flaw);
        return json(HttpStatus.BAD_REQUEST, Json.mapper().writeValueAsBytes(error));
    }

    private static ObjectNode error(JsonNode id, int code, String message) {
        var response = Json.mapper().createObjectNode().put("jsonrpc", VERSION);
        response.set("id", id);
        response.putObject("error").put("code", code).put("message", message);
        return response;
    }

    private static ResponseEntity<byte[]> ok(JSONRPCResponse response) throws IOException {
        return json(HttpStatus.OK, McpJsonDefaults.getMapper().writeValueAsBytes(response));
    }

    private static ResponseEntity<byte[]> json(HttpStatus status, byte[] body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body);
    }
}
