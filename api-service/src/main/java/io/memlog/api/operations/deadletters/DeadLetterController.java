package io.memlog.api.operations.deadletters;

import io.memlog.api.http.Keyset;
import io.memlog.api.http.Page;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /dead-letters`, page by page, in groups, and one in detail.
@RestController
final class DeadLetterController {

    private static final int MAX_GROUPS = 1_000;
    private static final int MAX_LENGTH = 256;
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern MEMORY_ID = Pattern.compile("(?=.*[1-9])[0-9]{1,18}");
    private static final Set<String> FILTERS =
            Set.of("consumer", "reason", "memory_id", "user_id", "project_id", "group", "state", "from", "to");
    private static final Set<String> LIST_PARAMETERS =
            Stream.concat(FILTERS.stream(), Stream.of("limit", "cursor")).collect(Collectors.toSet());

    private final DeadLetterReadRepository repository;
    private final DeadLetterGroupRepository groups;
    private final DeadLetterProperties properties;

    DeadLetterController(
            DeadLetterReadRepository repository, DeadLetterGroupRepository groups, DeadLetterProperties properties) {
        this.repository = repository;
        this.groups = groups;
        this.properties = properties;
    }

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
        var view = Json.mapper().createObjectNode();
        var items = view.putArray("items");
        groups.largest(filter, MAX_GROUPS).forEach(group -> items.add(view(group)));
        return view;
    }

    @GetMapping("/dead-letters/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.requireNone(request);
        var deadLetter = DeadLetterIdParser.parse(id);
        var detail = repository.findDetail(deadLetter).orElseThrow(() -> DeadLetterIdParser.unknown(deadLetter));
        return DeadLetterDetailView.of(detail, properties.maxReplays());
    }

    private static DeadLetterFilter filter(QueryParameters parameters) {
        var group = parameters.text("group", MAX_LENGTH);
        if (group != null && !GROUP.matcher(group).matches()) {
            parameters.addError("group", "is to be 16 hexadecimal digits, as GET /dead-letters/groups gives them");
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
                from == null ? null : from.first(),
                to == null ? null : to.last());
    }

    private static @Nullable MemoryId memory(QueryParameters parameters) {
        var text = parameters.text("memory_id", MAX_LENGTH);
        if (text == null || MEMORY_ID.matcher(text).matches()) {
            return text == null ? null : new MemoryId(Long.parseLong(text));
        }
        parameters.addError("memory_id", "is to be a memory id, a positive number");
        return null;
    }

    private static JsonNode view(DeadLetterGroupRepository.Group group) {
        var example = group.example();
        var view = Json.mapper()
                .createObjectNode()
                .put("group", example.group())
                .put("consumer", example.consumer().wireName())
                .put("reason", example.cause().reason())
                .put("cause", group.causeText())
                .put("count", group.count());
        var byState = view.putObject("by_state");
        for (var state : DeadLetterState.values()) {
            byState.put(state.wireName(), group.countByState().getOrDefault(state, 0L));
        }
        return view.put("first_seen", UtcTime.format(group.firstSeen()))
                .put("last_seen", UtcTime.format(group.lastSeen()))
                .put("example", example.id().toString());
    }
}
