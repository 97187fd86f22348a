package io.memlog.embedded;

import java.io.Serial;

/// A server cannot run here. The message is one sentence for the person at the screen, and says what to do.
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
