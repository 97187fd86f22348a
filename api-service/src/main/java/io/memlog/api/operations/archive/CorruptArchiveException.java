package io.memlog.api.operations.archive;

import org.jspecify.annotations.Nullable;

/// Thrown when a file is not what was written.
final class CorruptArchiveException extends RuntimeException {

    CorruptArchiveException(String file, String flaw) {
        this(file, flaw, null);
    }

    CorruptArchiveException(String file, String flaw, @Nullable Throwable cause) {
        super("the file " + file + " " + flaw + "; nothing of it was restored", cause);
    }
}
