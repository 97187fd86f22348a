package io.memlog.cli.store;

import java.io.BufferedInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file or the standard input, and how far it is read.
final class Source implements AutoCloseable {

    private static final int LOOK_AHEAD = 64 * 1024;
    private static final int BYTE_ORDER_MARK = 3;

    private final Counting counted;
    private final BufferedInputStream in;
    private final long size;

    private Source(InputStream raw, long size) throws IOException {
        this.counted = new Counting(raw);
        this.in = new BufferedInputStream(counted, LOOK_AHEAD);
        this.size = size;
        skipByteOrderMark();
    }

    static Source of(Path file) throws IOException {
        return new Source(Files.newInputStream(file), Files.size(file));
    }

    static Source of(InputStream in) throws IOException {
        return new Source(in, -1);
    }

    Entries entries(Format format) throws IOException {
        return isLines(format) ? new JsonLines(in) : new JsonValues(in);
    }

    /// What part of it is read; negative when its size is unknown.
    double fraction() {
        return size <= 0 ? -1 : (double) counted.count / size;
    }

    private boolean isLines(Format format) throws IOException {
        if (format != Format.AUTO) {
            return format == Format.JSONL;
        }
        in.mark(LOOK_AHEAD);
        var start = new String(in.readNBytes(LOOK_AHEAD), StandardCharsets.ISO_8859_1).stripLeading();
        in.reset();
        var end = start.indexOf('\n');
        var firstLine = end < 0 ? start : start.substring(0, end);
        return !start.startsWith("[")
                && (firstLine.stripTrailing().endsWith("}") || firstLine.length() > LOOK_AHEAD / 2);
    }

    private void skipByteOrderMark() throws IOException {
        in.mark(BYTE_ORDER_MARK);
        var mark = in.readNBytes(BYTE_ORDER_MARK);
        if (mark.length < BYTE_ORDER_MARK
                || mark[0] != (byte) 0xEF
                || mark[1] != (byte) 0xBB
                || mark[2] != (byte) 0xBF) {
            in.reset();
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    private static final class Counting extends FilterInputStream {

        private long count;

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            var next = super.read();
            count += next < 0 ? 0 : 1;
            return next;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            var read = super.read(buffer, offset, length);
            count += Math.max(0, read);
            return read;
        }
    }

    enum Format {
        AUTO,
        JSONL,
        JSON
    }
}
