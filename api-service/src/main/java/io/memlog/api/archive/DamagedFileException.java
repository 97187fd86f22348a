package io.memlog.api.archive;

import org.jspecify.annotations.Nullable;

/// Thrown when a file is not what was written.
final class DamagedFileException extends RuntimeException {

    DamagedFileException(String file, String flaw) {
        this(file, flaw, null);
    }

    DamagedFileException(String file, String flaw, @Nullable Throwable cause) {
        super("the file " + file + " " + flaw + "; nothing of it was restored", cause);
    }
}
