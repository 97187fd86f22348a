package io.memlog.cli.importer.format;

import java.io.IOException;
import java.io.Serial;

/// A file cannot be imported as a whole; the message says why, after its name.
public final class RefusedFileException extends IOException {

    @Serial
    private static final long serialVersionUID = 1;

    RefusedFileException(String reason) {
        super(reason);
    }
}
