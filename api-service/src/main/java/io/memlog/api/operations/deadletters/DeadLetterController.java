package io.memlog.api.operations.deadletters;

import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import jakarta.servlet.http.HttpServletRequest;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/// `GET /dead-letters`, page by page, in groups, and one in detail.
@RestController
final class DeadLetterController {

    private static final int MAX_GROUPS = 1_000;
    private static final int MAX_CURSOR_LENGTH = 256;
    private static final Set<String> LIST_PARAMETERS = listParameters();

    private final DeadLetterReadRepository repository;
    private final DeadLetterProperties properties;

    DeadLetterController(DeadLetterReadRepository repository, DeadLetterProperties properties) {
        this.repository = repository;
        this.properties = properties;
    }

    @GetMapping("/dead-letters")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(LIST_PARAMETERS);
        var filter = DeadLetterFilterParser.read(parameters);
        var limit = parameters.wholeNumber("limit", 1, 100, 20);
        var cursor = parameters.text("cursor", MAX_CURSOR_LENGTH);
        parameters.rejectIfWrong();
        return page(filter, after(cursor, filter, parameters), limit);
    }

    @GetMapping("/dead-letters/groups")
    JsonNode groups(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(DeadLetterFilterParser.NAMES);
        var filter = DeadLetterFilterParser.read(parameters);
        parameters.rejectIfWrong();
        var view = Json.mapper().createObjectNode();
        var items = view.putArray("items");
        repository.groups(filter, MAX_GROUPS).forEach(group -> items.add(view(group)));
        return view;
    }

    @GetMapping("/dead-letters/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var deadLetter = DeadLetterIdParser.parse(id);
        var detail = repository.findDetail(deadLetter).orElseThrow(() -> DeadLetterIdParser.unknown(deadLetter));
        return DeadLetterDetailView.of(detail, properties.maxReplays());
    }

    private JsonNode page(DeadLetterFilter filter, DeadLetterReadRepository.@Nullable Keyset after, int limit) {
        var found = repository.list(filter, after, limit + 1);
        var hasMore = found.size() > limit;
        var shown = hasMore ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(deadLetter -> items.add(DeadLetterView.of(deadLetter)));
        return page.put(
                "next_cursor",
                hasMore ? DeadLetterCursor.after(shown.getLast(), filter).text() : null);
    }

    private static DeadLetterReadRepository.@Nullable Keyset after(
            @Nullable String cursor, DeadLetterFilter filter, QueryParameters parameters) {
        if (cursor == null) {
            return null;
        }
        var parsed = DeadLetterCursor.parse(cursor, filter);
        if (parsed.isEmpty()) {
            parameters.report("cursor", "does not belong to this list; start again without it");
            parameters.rejectIfWrong();
        }
        return parsed.map(DeadLetterCursor::after).orElse(null);
    }

    private static JsonNode view(DeadLetterReadRepository.Group group) {
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

    private static Set<String> listParameters() {
        var names = new HashSet<>(DeadLetterFilterParser.NAMES);
        names.addAll(Set.of("limit", "cursor"));
        return Set.copyOf(names);
    }
}
