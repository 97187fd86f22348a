package io.memlog.cli.client;

import io.memlog.schemas.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// A response of the API.
///
/// @param headers under lower-case names
public record ApiResponse(int status, Map<String, List<String>> headers, String body) {

    private static final int FIRST_NON_SUCCESS = 300;

    /// @throws ApiException when it is not JSON
    public JsonNode json() {
        try {
            return Json.mapper().readTree(body);
        } catch (JacksonException e) {
            throw ApiException.unexpected("The response (" + status + ") is not JSON.");
        }
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name)).map(List::getFirst);
    }

    /// The delay of `Retry-After`.
    public Optional<Duration> retryAfter() {
        return header("retry-after")
                .filter(seconds -> seconds.matches("\\d{1,6}"))
                .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
    }

    /// The body as received, without its last line break.
    public String text() {
        return body.stripTrailing();
    }

    public boolean isSuccess() {
        return status < FIRST_NON_SUCCESS;
    }

    /// The body as a problem document; missing when it is not JSON.
    public JsonNode problem() {
        try {
            return Json.mapper().readTree(body);
        } catch (JacksonException e) {
            return MissingNode.getInstance();
        }
    }
}
