package io.memlog.cli.server;

import java.io.Serial;

/// Whoever answered does not speak Memlog's contract; the message says how.
public final class UnexpectedAnswerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public UnexpectedAnswerException(String message) {
        super(message);
    }

    UnexpectedAnswerException(String message, Throwable cause) {
        super(message, cause);
    }
}
