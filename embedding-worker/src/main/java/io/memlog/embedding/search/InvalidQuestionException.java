package io.memlog.embedding.search;

/// Thrown for a question that lacks what a search needs.
final class InvalidQuestionException extends RuntimeException {

    InvalidQuestionException(String message) {
        super(message);
    }
}
