package io.memlog.embedding.provider;

/// Thrown when no vectors can be read from a response: a fault of the provider, unless it happens with one
/// text only.
final class MalformedResponseException extends RuntimeException {

    MalformedResponseException(String problem) {
        super("the embedding provider " + problem);
    }

    static void check(boolean valid, String problem) {
        if (!valid) {
            throw new MalformedResponseException(problem);
        }
    }
}
