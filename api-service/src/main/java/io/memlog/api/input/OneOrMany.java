package io.memlog.api.input;

import io.memlog.api.problems.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// A body that is one thing, or an array of such things that is cut up before any of them is judged.
public sealed interface OneOrMany {

    record One(JsonItem item) implements OneOrMany {}

    record Many(List<JsonItem> items) implements OneOrMany {}

    /// @throws ProblemException when the body is too large or no JSON, or its array is empty or has too many
    ///     elements
    static OneOrMany read(HttpServletRequest request, int mostBytes, int mostItems) throws IOException {
        var text = JsonBody.text(request, mostBytes);
        try (var parser = JsonItems.LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new One(new JsonItem(text, Pointer.ROOT));
            }
            var items = JsonItems.elements(parser, text, Pointer.ROOT, mostItems);
            if (parser.nextToken() != null) {
                throw JsonItems.wrong("#", "holds more than one JSON value");
            }
            if (items.isEmpty()) {
                throw JsonItems.wrong("#", "has at least one element");
            }
            return new Many(items);
        } catch (JacksonException e) {
            throw JsonBody.unreadable("#", e.getOriginalMessage());
        }
    }
}
