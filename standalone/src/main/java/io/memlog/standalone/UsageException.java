package io.memlog.standalone;

import java.io.Serial;

/// An invalid command line; the message is a sentence for the user.
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
