package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/// A page of a list, as it leaves over HTTP.
public final class Page {

    private Page() {}

    /// @param found  the items of the page, and one more where another page follows
    /// @param cursor the cursor behind an item
    public static <T> JsonNode of(List<T> found, int limit, Function<T, JsonNode> view, Function<T, String> cursor) {
        var more = found.size() > limit;
        return of(more ? found.subList(0, limit) : found, more, view, cursor);
    }

    /// @param more   whether another page follows
    /// @param cursor the cursor behind an item
    public static <T> JsonNode of(List<T> items, boolean more, Function<T, JsonNode> view, Function<T, String> cursor) {
        var page = Json.mapper().createObjectNode();
        page.putArray("items").addAll(items.stream().map(view).toList());
        return page.put("next_cursor", more ? cursor.apply(items.getLast()) : null);
    }
}
