package io.memlog.embedding.chroma;

/// Thrown when a collection does not exist, or no longer under the id that it had.
final class NotThereException extends RuntimeException {

    NotThereException(Throwable cause) {
        super("Chroma does not know the collection", cause);
    }
}
