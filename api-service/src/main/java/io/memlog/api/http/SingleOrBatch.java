package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;

/// A body that is one thing, or an array of such things that is cut up before any of them is judged.
public sealed interface SingleOrBatch {

    record One(BatchItem item) implements SingleOrBatch {}

    record Many(List<BatchItem> items) implements SingleOrBatch {}

    /// @throws ProblemException when the body is too large or no JSON, or its array is empty or has too many
    ///     elements
    static SingleOrBatch read(HttpServletRequest request, int mostBytes, int mostItems) throws IOException {
        var text = JsonBody.text(request, mostBytes);
        try (var parser = BatchItems.LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new One(new BatchItem(text, JsonPointerFragment.ROOT));
            }
            var items = BatchItems.elements(parser, text, JsonPointerFragment.ROOT, mostItems);
            if (parser.nextToken() != null) {
                throw BatchItems.wrong("#", "holds more than one JSON value");
            }
            if (items.isEmpty()) {
                throw BatchItems.wrong("#", "has at least one element");
            }
            return new Many(items);
        } catch (JacksonException e) {
            throw JsonBody.unreadable("#", e.getOriginalMessage());
        }
    }
}
