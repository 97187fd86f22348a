package io.memlog.api.http;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;

/// A request's body as a JSON tree whose texts and numbers can all be stored.
public final class JsonBody {

    /// The attribute of a request that has the body as it was read.
    private static final String READ = JsonBody.class.getName();

    private JsonBody() {}

    /// The body that was read of this request; null when none was.
    public static @Nullable JsonNode of(HttpServletRequest request) {
        return request.getAttribute(READ) instanceof JsonNode body ? body : null;
    }

    /// Reads the whole body.
    ///
    /// @throws ProblemException when it is larger than so many bytes, not declared as JSON, not UTF-8, not
    ///     JSON, or JSON that is rejected; every invalid place is named
    public static JsonNode read(HttpServletRequest request, int maxBytes) throws IOException {
        return read(request, maxBytes, MediaType.APPLICATION_JSON);
    }

    /// Like [#read(HttpServletRequest, int)], and takes this media type as well.
    public static JsonNode read(HttpServletRequest request, int maxBytes, MediaType alternative) throws IOException {
        var body = StrictJson.parse(text(request, maxBytes, alternative), JsonPointers.ROOT);
        request.setAttribute(READ, body);
        return body;
    }

    /// The whole body as text.
    static String text(HttpServletRequest request, int maxBytes, MediaType alternative) throws IOException {
        if (!isJson(request.getContentType(), alternative)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
        }
        if (request.getContentLengthLong() > maxBytes) {
            throw tooLarge(maxBytes);
        }
        var bytes = request.getInputStream().readNBytes(maxBytes + 1);
        if (bytes.length > maxBytes) {
            throw tooLarge(maxBytes);
        }
        try {
            // A new decoder reports malformed input, which String replaces.
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw StrictJson.unreadable(JsonPointers.ROOT, "is not valid UTF-8");
        }
    }

    static ProblemException tooLarge(int maxBytes) {
        return ProblemException.tooLarge("the body", maxBytes);
    }

    private static boolean isJson(@Nullable String contentType, MediaType alternative) {
        if (contentType == null) {
            return false;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            var charset = type.getCharset();
            return (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || type.equalsTypeAndSubtype(alternative))
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }
}
