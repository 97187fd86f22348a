package io.memlog.api.operations.archive;

import org.jspecify.annotations.Nullable;

/// Thrown when an archived file differs from what was written.
final class CorruptArchiveException extends RuntimeException {

    CorruptArchiveException(String file, String problem) {
        this(file, problem, null);
    }

    CorruptArchiveException(String file, String problem, @Nullable Throwable cause) {
        super("the file " + file + " " + problem + "; nothing of it was restored", cause);
    }
}
