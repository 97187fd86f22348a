package io.memlog.api.http;

import java.util.Locale;

/// The types of problems that responses have; docs/http-api.md lists them.
public enum ProblemType {
    UNREADABLE_BODY(400, "The body is not readable"),
    INVALID_REQUEST(400, "The request is not valid"),
    FORBIDDEN(403, "The caller may not do this"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "The method is not allowed here"),
    NOT_ACCEPTABLE(406, "The answer cannot be given in that form"),
    BODY_TIMEOUT(408, "The body did not arrive in time"),
    IN_PROGRESS(409, "The same request is still running"),
    WRONG_STATE(409, "Its state does not allow this"),
    DELETED(410, "The memory log is deleted"),
    PRECONDITION_FAILED(412, "The memory log is at another version"),
    TOO_LARGE(413, "The body is too large"),
    UNSUPPORTED_MEDIA_TYPE(415, "The media type is not supported"),
    INVALID_RESULT(422, "The change would not leave a valid memory log"),
    IDEMPOTENCY_KEY_REUSED(422, "The idempotency key belongs to another body"),
    RATE_LIMITED(429, "The caller calls too often"),
    QUOTA_EXCEEDED(429, "The user and project have reached their quota"),
    INTERNAL_ERROR(500, "The service failed"),
    STORE_UNAVAILABLE(503, "The store is not available"),
    BUSY(503, "Too much is in progress at this moment"),
    OUTBOX_FULL(503, "Too many changes wait to be published"),
    SEARCH_UNAVAILABLE(503, "No index could be queried");

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    public int status() {
        return status;
    }

    String title() {
        return title;
    }

    /// The stable identifier, such as `urn:memlog:problem:not-found`.
    public String uri() {
        return "urn:memlog:problem:" + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
