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

/// `GET /dead-letters`, page by page, in groups, and one with all there is to know of it.
@RestController
final class DeadLetterController {

    private static final int MOST_GROUPS = 1_000;
    private static final int LONGEST_CURSOR = 256;
    private static final Set<String> LIST_PARAMETERS = listParameters();

    private final DeadLetterReadRepository letters;
    private final DeadLetterDetailView wholeView;

    DeadLetterController(DeadLetterReadRepository letters, DeadLetterTimeline history) {
        this.letters = letters;
        this.wholeView = new DeadLetterDetailView(history);
    }

    @GetMapping("/dead-letters")
    JsonNode list(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(LIST_PARAMETERS);
        var filter = DeadLetterFilterParser.read(parameters);
        var limit = parameters.wholeNumber("limit", 1, 100, 20);
        var cursor = parameters.text("cursor", LONGEST_CURSOR);
        parameters.rejectIfWrong();
        return page(filter, behind(cursor, filter, parameters), limit);
    }

    @GetMapping("/dead-letters/groups")
    JsonNode groups(HttpServletRequest request) {
        var parameters = QueryParameters.of(request).only(DeadLetterFilterParser.NAMES);
        var filter = DeadLetterFilterParser.read(parameters);
        parameters.rejectIfWrong();
        var view = Json.mapper().createObjectNode();
        var items = view.putArray("items");
        letters.groups(filter, MOST_GROUPS).forEach(group -> items.add(view(group)));
        return view;
    }

    @GetMapping("/dead-letters/{id}")
    JsonNode read(@PathVariable String id, HttpServletRequest request) {
        QueryParameters.of(request).only(Set.of()).rejectIfWrong();
        var letter = DeadLetterIdParser.parse(id);
        return wholeView.of(letters.find(letter).orElseThrow(() -> DeadLetterIdParser.unknown(letter)));
    }

    private JsonNode page(DeadLetterFilter filter, DeadLetterReadRepository.@Nullable Mark behind, int limit) {
        var found = letters.list(filter, behind, limit + 1);
        var hasMore = found.size() > limit;
        var shown = hasMore ? found.subList(0, limit) : found;
        var page = Json.mapper().createObjectNode();
        var items = page.putArray("items");
        shown.forEach(letter -> items.add(DeadLetterView.of(letter)));
        page.put(
                "next_cursor",
                hasMore ? DeadLetterCursor.behind(shown.getLast(), filter).text() : null);
        return page;
    }

    private static DeadLetterReadRepository.@Nullable Mark behind(
            @Nullable String cursor, DeadLetterFilter filter, QueryParameters parameters) {
        if (cursor == null) {
            return null;
        }
        var parsed = DeadLetterCursor.parse(cursor, filter);
        if (parsed.isEmpty()) {
            parameters.report("cursor", "does not belong to this list; start again without it");
            parameters.rejectIfWrong();
        }
        return parsed.map(DeadLetterCursor::behind).orElse(null);
    }

    private static JsonNode view(DeadLetterReadRepository.Group group) {
        var view = Json.mapper().createObjectNode();
        view.put("group", group.id());
        view.put("consumer", group.example().consumer().wireName());
        view.put("reason", group.example().cause().reason());
        view.put("cause", group.causeText());
        view.put("count", group.count());
        var byState = view.putObject("by_state");
        for (var state : DeadLetterState.values()) {
            byState.put(state.wireName(), group.byState().getOrDefault(state, 0L));
        }
        view.put("first_seen", UtcTime.format(group.firstSeen()));
        view.put("last_seen", UtcTime.format(group.lastSeen()));
        view.put("example", group.example().id().toString());
        return view;
    }

    private static Set<String> listParameters() {
        var names = new HashSet<>(DeadLetterFilterParser.NAMES);
        names.addAll(Set.of("limit", "cursor"));
        return Set.copyOf(names);
    }
}
