package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A request's body as a JSON tree in which every text and number is one that we can keep.
public final class JsonBody {

    private static final JsonMapper JSON = Json.mapper();

    private static final Pattern PARSER_SETTING = Pattern.compile("(: |, | \\()(enable|from) `[^`]*`( to allow)?\\)?");

    private JsonBody() {}

    /// Reads the whole body, at most so many bytes of it.
    ///
    /// @throws ProblemException when it is too large, not declared as JSON, no UTF-8, no JSON, or holds
    ///     what we do not take; every wrong place is named
    public static JsonNode read(HttpServletRequest request, int mostBytes) throws IOException {
        return read(request, mostBytes, MediaType.APPLICATION_JSON);
    }

    /// Like [#read(HttpServletRequest, int)], of this media type as well.
    public static JsonNode read(HttpServletRequest request, int mostBytes, MediaType alsoTaken) throws IOException {
        return checked(text(request, mostBytes, alsoTaken), JsonPointerFragment.ROOT);
    }

    /// The whole body as text.
    static String text(HttpServletRequest request, int mostBytes) throws IOException {
        return text(request, mostBytes, MediaType.APPLICATION_JSON);
    }

    private static String text(HttpServletRequest request, int mostBytes, MediaType alsoTaken) throws IOException {
        requireJson(request, alsoTaken);
        if (request.getContentLengthLong() > mostBytes) {
            throw tooLarge(mostBytes);
        }
        var bytes = request.getInputStream().readNBytes(mostBytes + 1);
        if (bytes.length > mostBytes) {
            throw tooLarge(mostBytes);
        }
        return decode(bytes);
    }

    /// The tree of a text that stands at this place of a body.
    static JsonNode checked(String text, JsonPointerFragment at) {
        var tree = parse(text, at);
        var errors = JsonTreeValidator.errorsIn(tree, at);
        if (!errors.isEmpty()) {
            throw ProblemException.invalid(errors);
        }
        return tree;
    }

    private static void requireJson(HttpServletRequest request, MediaType alsoTaken) {
        if (!isJson(request.getContentType(), alsoTaken)) {
            throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "send Content-Type: application/json, in UTF-8");
        }
    }

    private static boolean isJson(@Nullable String contentType, MediaType alsoTaken) {
        if (contentType == null) {
            return false;
        }
        try {
            var type = MediaType.parseMediaType(contentType);
            var charset = type.getCharset();
            return (type.equalsTypeAndSubtype(MediaType.APPLICATION_JSON) || type.equalsTypeAndSubtype(alsoTaken))
                    && (charset == null || charset.equals(StandardCharsets.UTF_8));
        } catch (InvalidMediaTypeException e) {
            return false;
        }
    }

    private static String decode(byte[] bytes) {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw unreadable("#", "is not valid UTF-8");
        }
    }

    private static JsonNode parse(String text, JsonPointerFragment at) {
        try (JsonParser parser = JSON.createParser(text)) {
            try {
                JsonNode tree = JSON.readTree(parser);
                if (tree == null || tree.isMissingNode()) {
                    throw unreadable(at.text(), "is empty");
                }
                if (parser.nextToken() != null) {
                    throw unreadable(at.text(), "holds more than one JSON value");
                }
                return tree;
            } catch (JacksonException e) {
                throw unreadable(at.text() + parser.streamReadContext().pathAsPointer(), plain(e));
            } catch (NumberFormatException e) {
                throw unreadable(
                        at.text() + parser.streamReadContext().pathAsPointer(),
                        "is a number that is too large or too small");
            }
        }
    }

    /// What the parser says, without the names of its own settings.
    private static String plain(JacksonException e) {
        return PARSER_SETTING.matcher(e.getOriginalMessage()).replaceAll("");
    }

    static ProblemException unreadable(String pointer, String detail) {
        return ProblemException.unreadable(List.of(FieldError.inBody(pointer, detail)));
    }

    static ProblemException tooLarge(int mostBytes) {
        return new ProblemException(
                ProblemType.TOO_LARGE,
                "the body is larger than " + mostBytes / 1024 + " KiB (" + mostBytes + " bytes)");
    }
}
