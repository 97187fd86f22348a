package io.memlog.api.memory.mcp;

import io.memlog.schemas.json.Json;
import io.memlog.schemas.text.TokenEstimate;
import java.util.List;
import java.util.function.IntFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Keeps answers below a number of tokens, so that they do not fill the context of a model.
///
/// @param maxTokens of the answer's JSON text, as [TokenEstimate] counts them
record TokenBudget(int maxTokens) {

    /// White space counts as no token; it counts as characters.
    private static final int MAX_CHARACTERS_PER_TOKEN = 8;

    private static final int MAX_PREVIEW = 1500;
    private static final int MAX_TASK = 120;

    /// An entry of a list.
    ///
    /// @param entry without its preview
    record Preview(ObjectNode entry, String text) {}

    boolean holds(JsonNode answer) {
        return holds(Json.mapper().writeValueAsString(answer));
    }

    private boolean holds(String text) {
        return text.length() <= maxTokens * MAX_CHARACTERS_PER_TOKEN && TokenEstimate.count(text) <= maxTokens;
    }

    /// Adds entries with previews that are as long as the budget allows, all equally. The last ones are left out where
    /// even entries without previews are too long.
    ///
    /// @return how many entries were added
    int addMemories(ObjectNode answer, List<Preview> previews) {
        var count = largest(previews.size(), entries -> with(answer, previews.subList(0, entries), 0));
        var kept = previews.subList(0, count);
        var characters = largest(MAX_PREVIEW, length -> with(answer, kept, length));
        answer.setAll(with(answer, kept, characters));
        return count;
    }

    /// The largest number up to a maximum whose answer the budget holds; 0 where it holds none.
    int largest(int max, IntFunction<ObjectNode> answer) {
        int low = 0;
        int high = max;
        while (low < high) {
            var middle = low + (high - low + 1) / 2;
            if (holds(answer.apply(middle))) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /// The longest text that an answer may have, before its tokens are counted.
    int maxCharacters() {
        return maxTokens * MAX_CHARACTERS_PER_TOKEN;
    }

    private static ObjectNode with(ObjectNode answer, List<Preview> previews, int characters) {
        var whole = answer.deepCopy();
        var memories = whole.putArray("memories");
        for (var preview : previews) {
            memories.add(preview.entry().deepCopy().put("preview", cut(preview.text(), characters)));
        }
        return whole;
    }

    /// A task as a list shows it.
    static String task(String task) {
        return cut(task, MAX_TASK);
    }

    /// The beginning of a text, which then ends with `…`.
    static String cut(String text, int characters) {
        if (text.length() <= characters) {
            return text;
        }
        return text.substring(0, end(text, characters)) + "…";
    }

    /// The place itself, or the one before where it lies within a character.
    static int end(String text, int place) {
        return place > 0 && place < text.length() && Character.isLowSurrogate(text.charAt(place)) ? place - 1 : place;
    }
}
