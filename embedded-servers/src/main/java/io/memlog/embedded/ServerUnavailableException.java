package io.memlog.embedded;

import java.io.Serial;

/// A server cannot start. The message is one sentence for the user, with a remedy.
public final class ServerUnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public ServerUnavailableException(String message) {
        super(message);
    }

    public ServerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
