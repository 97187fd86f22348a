package io.memlog.cli.server;

import java.io.Serial;

/// There is no answer; the message says why and what to do.
public final class UnreachableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
