package io.memlog.graph.search;

/// Thrown for a question that lacks what a search needs.
final class InvalidQuestionException extends RuntimeException {

    InvalidQuestionException(String message) {
        super(message);
    }
}
