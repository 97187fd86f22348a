package io.memlog.cli.terminal;

import java.io.Serial;

/// The options that were given do not make sense together; the message says why.
public final class MisuseException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1;

    public MisuseException(String message) {
        super(message);
    }
}
