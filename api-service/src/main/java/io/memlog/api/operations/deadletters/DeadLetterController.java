package io.memlog.api.operations.deadletters;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.JsonBody;
import io.memlog.api.http.JsonPointers;
import io.memlog.api.http.Keyset;
import io.memlog.api.http.Page;
import io.memlog.api.http.ProblemException;
import io.memlog.api.http.QueryParameters;
import io.memlog.api.http.RequestSchema;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.store.OutboxBackpressure;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// `GET /dead-letters`, page by page, in groups, and one in detail; `POST /dead-letters/{id}/edit` and
/// `/discard`: an operator's decision about one.
@RestController
record DeadLetterController(
        DeadLetterReadRepository repository,
        DeadLetterGroupRepository groups,
        DeadLetterProperties properties,
        DeadLetterActions actions,
        OutboxBackpressure backpressure) {

    private static final int MAX_GROUPS = 1_000;
    private static final int MAX_LENGTH = 256;
    private static final int MAX_ENVELOPE_BYTES = 16 * 1024;
    private static final String DATA = "data";
    private static final RequestSchema<Reason> REASON = RequestSchema.of("Discard", Reason.class);
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern MEMORY_ID = Pattern.compile("(?=.*[1-9])[0-9]{1,18}");
    private static final Set<String> FILTERS =
            Set.of("consumer", "reason", "memory_id", "user_id", "project_id", "group", "state", "from", "to");
    private static final Set<String> LIST_PARAMETERS =
            Stream.concat(FILTERS.stream(), Stream.of("limit", "cursor")).collect(Collectors.toSet());

    @GetMapping("/dead-letters")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(LIST_PARAMETERS);
        var filter = filter(parameters);
        var limit = parameters.integer("limit", 1, 100, 20);
        var found = repository.list(filter, parameters.keyset(filter), limit + 1);
        return Page.of(
                found,
                limit,
                DeadLetterView::of,
                last -> new Keyset(last.snapshot().firstSeen(), last.id().value()).cursor(filter));
    }

    @GetMapping("/dead-letters/groups")
    JsonNode groups(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).allowOnly(FILTERS);
        var filter = filter(parameters);
        parameters.throwIfInvalid();
        return Json.mapper().valueToTree(Map.of("items", groups.largest(filter, MAX_GROUPS)));
    }

    @GetMapping("/dead-letters/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterId.ofPath(id);
        var detail = repository.findDetail(deadLetter).orElseThrow(deadLetter::notFound);
        return DeadLetterView.of(detail, properties.maxReplays());
    }

    @PostMapping("/dead-letters/{id}/edit")
    JsonNode edit(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterId.ofPath(id);
        var body = JsonBody.read(request, MemoryLogInput.MAX_BODY_BYTES + MAX_ENVELOPE_BYTES);
        var data = body instanceof ObjectNode object ? object.remove(DATA) : null;
        var errors = REASON.errors(body, JsonPointers.ROOT);
        if (data == null) {
            errors.add(FieldError.inBody("#/" + DATA, "is required"));
        }
        ProblemException.throwIfInvalid(errors);
        var input = input(Objects.requireNonNull(data));
        backpressure.throwIfFull();
        var corrected = actions.correct(deadLetter, input, REASON.bind(body).reason());
        var answer = Json.mapper().createObjectNode();
        answer.set("dead_letter", DeadLetterView.of(corrected.deadLetter()));
        answer.put("memory_log_id", corrected.memory().id().value());
        return answer.put("version", corrected.memory().version());
    }

    @PostMapping("/dead-letters/{id}/discard")
    JsonNode discard(@PathVariable String id, HttpServletRequest request) throws IOException {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterId.ofPath(id);
        var reason = REASON.read(JsonBody.read(request, MAX_ENVELOPE_BYTES)).reason();
        return DeadLetterView.of(actions.discard(deadLetter, reason));
    }

    private static DeadLetterFilter filter(QueryParameters parameters) {
        var group = parameters.text("group", MAX_LENGTH);
        if (group != null && !GROUP.matcher(group).matches()) {
            parameters.addError("group", "must be 16 hexadecimal digits, as GET /dead-letters/groups gives them");
        }
        var from = parameters.date("from");
        var to = parameters.date("to");
        return new DeadLetterFilter(
                parameters.oneOf("consumer", Projection.class),
                parameters.nonBlank("reason", MAX_LENGTH),
                memory(parameters),
                parameters.nonBlank("user_id", MAX_LENGTH),
                parameters.nonBlank("project_id", MAX_LENGTH),
                group,
                parameters.oneOf("state", DeadLetterState.class),
                from,
                to);
    }

    private static @Nullable MemoryId memory(QueryParameters parameters) {
        var text = parameters.text("memory_id", MAX_LENGTH);
        if (text == null || MEMORY_ID.matcher(text).matches()) {
            return text == null ? null : new MemoryId(Long.parseLong(text));
        }
        parameters.addError("memory_id", "must be a memory id, a positive number");
        return null;
    }

    private static MemoryLogInput input(JsonNode data) {
        if (!data.isObject()) {
            throw ProblemException.invalidResult(List.of(FieldError.inBody("#/" + DATA, "must be a JSON object")));
        }
        return MemoryLogInput.readResult(data, "#/" + DATA);
    }

    /// The body of a discard, and of a correction beside its data.
    private record Reason(String reason) {}
}
