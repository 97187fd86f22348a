package io.memlog.cli.importer.format;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;

/// A file to import.
///
/// @param name where it is below the folder that is imported, with `/`; for a single file, its name
/// @param bytesRead how much is read of all files, for the progress
public record SourceFile(Path path, String name, AtomicLong bytesRead) {

    /// What must fit into memory as a whole: a file that is not read piece by piece, or a piece.
    static final int MAX_BYTES_IN_MEMORY = 32 * 1024 * 1024;

    InputStream open() throws IOException {
        return new CountingStream(Files.newInputStream(path), bytesRead);
    }

    /// The beginning of the file.
    byte[] head(int bytes) throws IOException {
        try (var in = Files.newInputStream(path)) {
            return in.readNBytes(bytes);
        }
    }

    /// The whole file as text, without a byte order mark.
    String text() throws IOException {
        try (var in = open()) {
            return decode(readAll(in));
        }
    }

    /// @throws RefusedFileException when there is more than fits into memory
    static byte[] readAll(InputStream in) throws IOException {
        var bytes = in.readNBytes(MAX_BYTES_IN_MEMORY + 1);
        if (bytes.length > MAX_BYTES_IN_MEMORY) {
            throw new RefusedFileException("is larger than " + MAX_BYTES_IN_MEMORY / (1024 * 1024) + " MiB");
        }
        return bytes;
    }

    /// @throws RefusedFileException when it is not UTF-8
    private static String decode(byte[] bytes) throws RefusedFileException {
        try {
            var text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new RefusedFileException("is not UTF-8 text");
        }
    }

    /// Counts what is read.
    static final class CountingStream extends FilterInputStream {

        private final AtomicLong total;
        private long count;

        CountingStream(InputStream in, AtomicLong total) {
            super(in);
            this.total = total;
        }

        long count() {
            return count;
        }

        @Override
        public int read() throws IOException {
            var next = super.read();
            add(next < 0 ? 0 : 1);
            return next;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            var read = super.read(bytes, offset, length);
            add(Math.max(0, read));
            return read;
        }

        private void add(int bytes) {
            count += bytes;
            total.addAndGet(bytes);
        }
    }
}
