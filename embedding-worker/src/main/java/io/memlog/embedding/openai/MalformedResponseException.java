package io.memlog.embedding.openai;

import org.jspecify.annotations.Nullable;

/// Thrown when a provider answers with something that vectors cannot be taken from: a fault of the
/// provider, unless it happens to one text only.
final class MalformedResponseException extends RuntimeException {

    MalformedResponseException(String message, @Nullable Throwable cause) {
        super("the embedding provider " + message, cause);
    }
}
