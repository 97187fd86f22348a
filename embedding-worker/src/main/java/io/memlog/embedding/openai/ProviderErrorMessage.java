package io.memlog.embedding.openai;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What a provider says about a request that it does not take, shortened. What repeats a text that was sent
/// is left out: texts are nothing for logs and error messages.
final class ProviderErrorMessage {

    private static final int MAX_LENGTH = 200;
    private static final int MIN_QUOTE_LENGTH = 12;
    private static final Pattern SPACE = Pattern.compile("[\\s\\p{Cntrl}]+");

    private ProviderErrorMessage() {}

    /// A few words, or none.
    static String in(String body, List<String> texts) {
        var words = SPACE.matcher(message(body)).replaceAll(" ").strip();
        var few = words.substring(0, Math.min(MAX_LENGTH, words.length()));
        return texts.stream().anyMatch(text -> repeats(few, text)) ? "" : few;
    }

    /// Under the names that servers use: `error.message` is OpenAI's.
    private static String message(String body) {
        try {
            var answer = JsonMapper.shared().readTree(body);
            return Stream.of(
                            answer.at("/error/message"),
                            answer.path("error"),
                            answer.path("message"),
                            answer.path("detail"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::asString)
                    .findFirst()
                    .orElse("");
        } catch (JacksonException _) {
            return "";
        }
    }

    private static boolean repeats(String words, String text) {
        var sent = SPACE.matcher(text).replaceAll(" ").strip();
        var telling = Math.min(MIN_QUOTE_LENGTH, sent.length());
        for (var start = 0; start + telling <= words.length(); start++) {
            if (sent.contains(words.substring(start, start + telling))) {
                return true;
            }
        }
        return false;
    }
}
