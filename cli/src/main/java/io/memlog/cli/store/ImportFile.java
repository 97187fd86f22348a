package io.memlog.cli.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A file or the standard input, and how far it is read.
final class ImportFile implements AutoCloseable {

    private static final int LOOK_AHEAD = 64 * 1024;

    private final BufferedInputStream in;
    private final @Nullable SeekableByteChannel channel;

    private ImportFile(InputStream in, @Nullable SeekableByteChannel channel) {
        this.in = new BufferedInputStream(in, LOOK_AHEAD);
        this.channel = channel;
    }

    static ImportFile of(Path file) throws IOException {
        var channel = Files.newByteChannel(file);
        return new ImportFile(Channels.newInputStream(channel), channel);
    }

    static ImportFile of(InputStream in) {
        return new ImportFile(in, null);
    }

    RecordReader reader(Format format) throws IOException {
        var isLines = format == Format.AUTO ? looksLikeLines() : format == Format.JSONL;
        return isLines ? new NdjsonReader(in) : new JsonStreamReader(in);
    }

    /// The part that is read, from 0 to 1; negative when the size is unknown.
    double fraction() throws IOException {
        if (channel == null) {
            return -1;
        }
        // The JSON parser closes the file at its end.
        return channel.isOpen() ? (double) channel.position() / Math.max(1, channel.size()) : 1;
    }

    private boolean looksLikeLines() throws IOException {
        in.mark(LOOK_AHEAD);
        var start = new String(in.readNBytes(LOOK_AHEAD), StandardCharsets.UTF_8)
                .replaceFirst("^\uFEFF", "")
                .stripLeading();
        in.reset();
        var end = start.indexOf('\n');
        var firstLine = end < 0 ? start : start.substring(0, end);
        return !start.startsWith("[")
                && (firstLine.stripTrailing().endsWith("}") || firstLine.length() > LOOK_AHEAD / 2);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    enum Format {
        AUTO,
        JSONL,
        JSON
    }
}
