package io.memlog.standalone;

import java.io.Serial;

/// The command line cannot be understood; the message says why in a sentence.
final class UsageException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    UsageException(String message) {
        super(message);
    }

    UsageException(String message, Throwable cause) {
        super(message, cause);
    }
}
