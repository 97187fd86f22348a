package io.memlog.cli.client;

import io.memlog.cli.terminal.ExitCode;
import java.io.Serial;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A request failed: there is no response, it is an error, or it does not follow the API.
public final class ApiException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    private final transient @Nullable ApiResponse response;
    private final int exitCode;

    private ApiException(String message, @Nullable Throwable cause, @Nullable ApiResponse response, int exitCode) {
        super(message, cause);
        this.response = response;
        this.exitCode = exitCode;
    }

    static ApiException unreachable(String message, Throwable cause) {
        return new ApiException(message, cause, null, ExitCode.UNREACHABLE);
    }

    static ApiException error(ApiResponse response) {
        var exitCode = switch (response.status()) {
            case 404 -> ExitCode.NOT_FOUND;
            case 502, 503, 504 -> ExitCode.UNREACHABLE;
            default -> response.status() >= 400 && response.status() < 500 ? ExitCode.REFUSED : ExitCode.FAILED;
        };
        return new ApiException("the status is " + response.status(), null, response, exitCode);
    }

    public static ApiException unexpected(String message) {
        return new ApiException(message, null, null, ExitCode.FAILED);
    }

    /// The response that is an error; without it the message says what is wrong.
    public Optional<ApiResponse> response() {
        return Optional.ofNullable(response);
    }

    public int exitCode() {
        return exitCode;
    }

    /// Whether the same request may succeed later: the API, or a store that it needs, is unavailable.
    public boolean isOutage() {
        return exitCode == ExitCode.UNREACHABLE;
    }

    /// The field, parameter or header that an element of a problem's `errors` is about: `raw_data/tags/0` for
    /// `#/raw_data/tags/0`.
    public static String fieldOf(JsonNode error) {
        var pointer = error.path("pointer").asString("");
        if (!pointer.isEmpty()) {
            return pointer.equals("#") ? "the document" : pointer.replaceFirst("^#/", "");
        }
        return error.path("parameter").asString(error.path("header").asString("request"));
    }
}
