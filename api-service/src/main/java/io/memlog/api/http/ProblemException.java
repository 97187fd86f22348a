package io.memlog.api.http;

import io.memlog.schemas.json.Json;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Answers a request with a problem document.
public final class ProblemException extends RuntimeException {

    /// How many invalid places are looked for.
    static final int MAX_ERRORS = 100;

    /// How many characters the places may have together that are named.
    private static final int MAX_CHARACTERS = 10_000;

    private static final Duration STORE_RETRY_AFTER = Duration.ofSeconds(2);

    private final transient ProblemType type;
    private final transient List<FieldError> errors;
    private final transient Map<String, String> headers = new LinkedHashMap<>();

    public ProblemException(ProblemType type, String detail) {
        this(type, detail, List.of());
    }

    private ProblemException(ProblemType type, String detail, List<FieldError> errors) {
        super(detail, null, false, false);
        this.type = type;
        this.errors = named(errors);
    }

    /// A request that is invalid in these places.
    public static ProblemException invalid(List<FieldError> errors) {
        return new ProblemException(ProblemType.INVALID_REQUEST, describe(errors), errors);
    }

    public static ProblemException invalid(FieldError error) {
        return invalid(List.of(error));
    }

    /// Throws [#invalid] unless there are no errors.
    public static void throwIfInvalid(List<FieldError> errors) {
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
    }

    /// A body that is not JSON.
    public static ProblemException unreadable(List<FieldError> errors) {
        return new ProblemException(ProblemType.UNREADABLE_BODY, describe(errors), errors);
    }

    /// A change whose result is invalid in these places.
    public static ProblemException invalidResult(List<FieldError> errors) {
        return new ProblemException(ProblemType.INVALID_RESULT, describe(errors), errors);
    }

    /// @param detail what the caller may not do
    public static ProblemException forbidden(String detail) {
        return new ProblemException(ProblemType.FORBIDDEN, detail);
    }

    /// @param place the field or parameter that names a user or project that the caller does not see
    static ProblemException foreignTenant(String place) {
        return forbidden(place + ": the caller is bound to another one");
    }

    /// @param what such as `the body`
    public static ProblemException tooLarge(String what, int maxBytes) {
        return new ProblemException(
                ProblemType.TOO_LARGE, what + " is larger than " + maxBytes / 1024 + " KiB (" + maxBytes + " bytes)");
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(ProblemType.NOT_FOUND, detail);
    }

    /// @param detail the state, and what would be possible instead
    public static ProblemException wrongState(String detail) {
        return new ProblemException(ProblemType.WRONG_STATE, detail);
    }

    /// PostgreSQL is unavailable.
    public static ProblemException storeUnavailable() {
        return new ProblemException(
                        ProblemType.STORE_UNAVAILABLE,
                        "PostgreSQL cannot be reached; send again, with the same Idempotency-Key if it stores")
                .retryAfter(STORE_RETRY_AFTER);
    }

    public ProblemException with(String header, String value) {
        headers.put(header, value);
        return this;
    }

    public ProblemException retryAfter(Duration wait) {
        return with("Retry-After", Long.toString(Math.max(1, wait.toSeconds())));
    }

    /// Answers a request that no controller sees.
    public void write(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.setStatus(type.status());
        headers.forEach(response::setHeader);
        response.setContentType(ProblemDocument.MEDIA_TYPE);
        response.getOutputStream().write(Json.mapper().writeValueAsBytes(document(request.getRequestURI())));
    }

    /// The problem as a document.
    ///
    /// @param instance what the problem is about, such as a path
    public ProblemDocument document(String instance) {
        return ProblemDocument.of(type, String.valueOf(getMessage()), instance, errors);
    }

    /// The invalid places, where it names any.
    public List<FieldError> errors() {
        return errors;
    }

    public ProblemType type() {
        return type;
    }

    /// The headers that its answer has, such as `Retry-After`.
    public Map<String, String> headers() {
        return headers;
    }

    private static List<FieldError> named(List<FieldError> errors) {
        int count = 0;
        int characters = 0;
        while (count < errors.size() && characters < MAX_CHARACTERS) {
            characters += errors.get(count).place().length();
            count++;
        }
        return List.copyOf(errors.subList(0, count));
    }

    private static String describe(List<FieldError> errors) {
        var first = errors.getFirst();
        var others = (errors.size() < MAX_ERRORS ? "" : "at least ") + (errors.size() - 1);
        var more = errors.size() == 1 ? "" : " (and " + others + " more)";
        return first.place() + ": " + first.detail() + more;
    }
}
