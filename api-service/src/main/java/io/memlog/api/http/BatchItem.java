package io.memlog.api.http;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// One element of an array in a body, or the only one there is, not looked into yet, so that what is wrong
/// with it concerns it alone.
public final class BatchItem {

    private final String text;
    private final JsonPointerFragment at;

    BatchItem(String text, JsonPointerFragment at) {
        this.text = text;
        this.at = at;
    }

    /// The element as it was sent.
    public String text() {
        return text;
    }

    /// @throws ProblemException when the element is too large, or holds what we do not take
    public JsonNode read(int mostBytes) {
        if (text.length() > mostBytes || text.getBytes(StandardCharsets.UTF_8).length > mostBytes) {
            throw JsonBody.tooLarge(mostBytes);
        }
        return JsonBody.checked(text, at);
    }

    /// The members of the element, under the names that they have in the whole body.
    public JsonObjectReader fields(JsonNode element) {
        return JsonObjectReader.of(element, at);
    }
}
