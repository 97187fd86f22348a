package io.memlog.cli.mcp;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/// Reads lines of bytes. Of a line that is too long, the beginning is kept and the rest is skipped.
final class LineReader {

    /// Larger than any message that Memlog accepts.
    static final int MAX_BYTES = 1024 * 1024;

    private final InputStream in;

    LineReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /// The next line without its end, at most one byte longer than [#MAX_BYTES]; null when there is none.
    byte @Nullable [] next() throws IOException {
        var line = new ByteArrayOutputStream();
        var read = in.read();
        if (read < 0) {
            return null;
        }
        for (; read >= 0 && read != '\n'; read = in.read()) {
            if (read != '\r' && line.size() <= MAX_BYTES) {
                line.write(read);
            }
        }
        return line.toByteArray();
    }
}
