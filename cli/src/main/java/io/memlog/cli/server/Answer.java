package io.memlog.cli.server;

import io.memlog.schemas.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// What Memlog answered.
///
/// @param headers under lower-case names
public record Answer(int status, Map<String, List<String>> headers, String body) {

    private static final int FIRST_OTHER = 300;

    /// @throws UnexpectedAnswerException when it is no JSON
    public JsonNode json() {
        try {
            return Json.mapper().readTree(body);
        } catch (JacksonException e) {
            throw new UnexpectedAnswerException("The answer (" + status + ") is no JSON.", e);
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /// How long to wait before asking again, if the answer says so.
    public Optional<Duration> retryAfter() {
        return header("retry-after")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /// The body as it came, without its last line break.
    public String text() {
        return body.stripTrailing();
    }

    boolean isGood() {
        return status < FIRST_OTHER;
    }

    /// The body as a problem document; missing when it is none.
    JsonNode problem() {
        try {
            return Json.mapper().readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
