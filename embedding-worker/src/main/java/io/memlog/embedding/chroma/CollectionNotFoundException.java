package io.memlog.embedding.chroma;

/// Thrown when a collection does not exist, or no longer under its cached id.
final class CollectionNotFoundException extends RuntimeException {

    CollectionNotFoundException(Throwable cause) {
        super("Chroma does not know the collection", cause);
    }
}
