package io.memlog.consumer;

import org.jspecify.annotations.Nullable;

/// Thrown when an event can never be applied because of its content. It becomes a dead letter without a
/// retry.
public final class NonRetryableException extends RuntimeException {

    private final String reason;

    /// @param reason a stable code in lower case, such as `content_refused`
    public NonRetryableException(String reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }
}
