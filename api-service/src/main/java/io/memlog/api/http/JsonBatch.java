package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A body of several elements, split before any of them is judged.
///
/// @param isSingle whether the body is one element, not an array
public record JsonBatch(List<BatchItem> items, boolean isSingle) {

    private static final String ITEMS = "items";

    /// Deeper than anything that is accepted, so that an item of its own error is named, and shallow enough for
    /// the parser, which keeps an object for each level.
    private static final int MAX_DEPTH = 20_000;

    /// Accepts whatever is JSON at all; each element is parsed strictly by itself.
    private static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /// The elements of a body `{"items":[…]}`.
    ///
    /// @throws ProblemException when the body is no such JSON, too large, or has no element or too many
    public static List<BatchItem> readItems(HttpServletRequest request, int maxBytes, int maxItems) throws IOException {
        var text = JsonBody.text(request, maxBytes, MediaType.APPLICATION_JSON);
        try (var parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw invalid("#", "must be an object");
            }
            List<BatchItem> items = new ArrayList<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                if (!parser.currentName().equals(ITEMS)) {
                    throw invalid(JsonPointers.member("#", parser.currentName()), "is unknown");
                }
                if (!items.isEmpty()) {
                    throw invalid("#/" + ITEMS, "is given more than once");
                }
                if (parser.nextToken() != JsonToken.START_ARRAY) {
                    throw invalid("#/" + ITEMS, "must be an array");
                }
                items = elements(parser, text, "#/" + ITEMS, maxItems);
            }
            requireEnd(parser);
            if (items.isEmpty()) {
                throw invalid("#/" + ITEMS, "is required, and has at least one element");
            }
            return items;
        } catch (JacksonException e) {
            throw StrictJson.unreadable("#", e.getOriginalMessage());
        }
    }

    /// A body that is one element, or an array of them.
    ///
    /// @throws ProblemException when the body is too large or not JSON, or its array is empty or has too many
    ///     elements
    public static JsonBatch readSingleOrMany(HttpServletRequest request, int maxBytes, int maxItems)
            throws IOException {
        var text = JsonBody.text(request, maxBytes, MediaType.APPLICATION_JSON);
        try (var parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return new JsonBatch(List.of(new BatchItem(text, JsonPointers.ROOT)), true);
            }
            var items = elements(parser, text, JsonPointers.ROOT, maxItems);
            requireEnd(parser);
            if (items.isEmpty()) {
                throw invalid("#", "has at least one element");
            }
            return new JsonBatch(items, false);
        } catch (JacksonException e) {
            throw StrictJson.unreadable("#", e.getOriginalMessage());
        }
    }

    /// Cuts out the elements of the array at whose beginning the parser stands.
    private static List<BatchItem> elements(JsonParser parser, String text, String pointer, int maxItems) {
        List<BatchItem> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == maxItems) {
                throw new ProblemException(ProblemType.TOO_LARGE, "more than " + maxItems + " items in one request");
            }
            var start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            var end = (int) parser.currentLocation().getCharOffset();
            items.add(new BatchItem(text.substring(start, end), pointer + "/" + items.size()));
        }
        return items;
    }

    private static void requireEnd(JsonParser parser) {
        if (parser.nextToken() != null) {
            throw invalid("#", "contains more than one JSON value");
        }
    }

    private static ProblemException invalid(String pointer, String detail) {
        return ProblemException.invalid(FieldError.inBody(pointer, detail));
    }
}
