package io.memlog.embedding.openai;

import org.jspecify.annotations.Nullable;

/// Thrown when no vectors can be read from a response: a fault of the provider, unless it happens with one
/// text only.
final class MalformedResponseException extends RuntimeException {

    MalformedResponseException(String message, @Nullable Throwable cause) {
        super("the embedding provider " + message, cause);
    }
}
