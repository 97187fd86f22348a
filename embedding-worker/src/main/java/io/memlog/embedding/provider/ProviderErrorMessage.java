package io.memlog.embedding.provider;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Extracts the error message of a response, truncated. A message that quotes a text is omitted, because
/// texts must not appear in logs and error messages.
final class ProviderErrorMessage {

    private static final int MAX_LENGTH = 200;
    private static final int MIN_QUOTE_LENGTH = 12;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private ProviderErrorMessage() {}

    /// The message after a colon, without the key, or an empty text.
    static String in(String body, List<String> texts, ApiKey key) {
        var message = SPACE.matcher(key.maskIn(message(body))).replaceAll(" ").strip();
        var truncated = message.substring(0, Math.min(MAX_LENGTH, message.length()));
        return truncated.isEmpty() || texts.stream().anyMatch(text -> quotes(truncated, text)) ? "" : ": " + truncated;
    }

    /// Reads the members that servers use: `error.message` is OpenAI's.
    private static String message(String body) {
        try {
            var response = JsonMapper.shared().readTree(body);
            return Stream.of(
                            response.at("/error/message"),
                            response.path("error"),
                            response.path("message"),
                            response.path("detail"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .findFirst()
                    .orElse("");
        } catch (JacksonException _) {
            return "";
        }
    }

    private static boolean quotes(String message, String text) {
        var sent = SPACE.matcher(text).replaceAll(" ").strip();
        var length = Math.min(MIN_QUOTE_LENGTH, sent.length());
        for (var start = 0; start + length <= message.length(); start++) {
            if (sent.contains(message.substring(start, start + length))) {
                return true;
            }
        }
        return false;
    }
}
