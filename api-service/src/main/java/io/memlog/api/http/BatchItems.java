package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// A body of the shape `{"items":[…]}`, cut into its items before any of them is judged.
public final class BatchItems {

    private static final String MEMBER = "items";

    /// Takes whatever is JSON at all; each item meets the strict reader by itself.
    static final JsonFactory LENIENT = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    private BatchItems() {}

    /// @throws ProblemException when the body is no such JSON, is too large, or has no item or too many
    public static List<BatchItem> read(HttpServletRequest request, int mostBytes, int mostItems) throws IOException {
        var text = JsonBody.text(request, mostBytes);
        try (var parser = LENIENT.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw wrong("#", "is to be a JSON object");
            }
            List<BatchItem> items = new ArrayList<>();
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                if (!parser.currentName().equals(MEMBER)) {
                    throw wrong(
                            JsonPointerFragment.ROOT
                                    .member(parser.currentName())
                                    .text(),
                            "is not known here");
                }
                if (!items.isEmpty()) {
                    throw wrong("#/" + MEMBER, "is given more than once");
                }
                items = items(parser, text, mostItems);
            }
            if (parser.nextToken() != null) {
                throw wrong("#", "holds more than one JSON value");
            }
            if (items.isEmpty()) {
                throw wrong("#/" + MEMBER, "is required, and has at least one element");
            }
            return items;
        } catch (JacksonException e) {
            throw JsonBody.unreadable("#", e.getOriginalMessage());
        }
    }

    private static List<BatchItem> items(JsonParser parser, String text, int mostItems) {
        if (parser.nextToken() != JsonToken.START_ARRAY) {
            throw wrong("#/" + MEMBER, "is to be a list");
        }
        return elements(parser, text, JsonPointerFragment.ROOT.member(MEMBER), mostItems);
    }

    /// Cuts out the elements of the array at whose beginning the parser stands.
    static List<BatchItem> elements(JsonParser parser, String text, JsonPointerFragment at, int mostItems) {
        List<BatchItem> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (items.size() == mostItems) {
                throw new ProblemException(ProblemType.TOO_LARGE, "more than " + mostItems + " items in one request");
            }
            var start = (int) parser.currentTokenLocation().getCharOffset();
            parser.skipChildren();
            parser.finishToken();
            var end = (int) parser.currentLocation().getCharOffset();
            items.add(new BatchItem(text.substring(start, end), at.element(items.size())));
        }
        return items;
    }

    static ProblemException wrong(String pointer, String detail) {
        return ProblemException.invalid(FieldError.inBody(pointer, detail));
    }
}
