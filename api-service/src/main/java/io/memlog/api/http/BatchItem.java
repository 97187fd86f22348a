package io.memlog.api.http;

import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/// One element of an array in a body, or the whole body, not parsed yet, so that its errors concern it alone.
///
/// @param text    the element as it was sent
/// @param pointer where the element stands in the whole body
public record BatchItem(String text, String pointer) {

    /// @throws ProblemException when the element is too large, or not JSON that is accepted
    public JsonNode read(int maxBytes) {
        if (text.length() > maxBytes || text.getBytes(StandardCharsets.UTF_8).length > maxBytes) {
            throw JsonBody.tooLarge(maxBytes);
        }
        return StrictJson.parse(text, pointer);
    }
}
