package io.memlog.api.operations.archive;

import io.memlog.eventstore.ArchivedEventRow;
import io.memlog.eventstore.Position;
import io.memlog.schemas.hash.Sha256;
import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/// Writes a file under a temporary name. Its final name is given once all of it is on disk; a file that is closed
/// before that is deleted.
final class ArchiveFileWriter implements AutoCloseable {

    /// The temporary names of files.
    static final String DRAFTS = "events-*.tmp";

    /// The final names of files.
    static final String FILES = "events-*.ndjson.gz";

    private static final int DIGEST_LENGTH = 12;

    private final Path folder;
    private final Path path;
    private final FileOutputStream file;
    private final BufferedWriter lines;
    private final List<Position> positions = new ArrayList<>();
    private @Nullable Instant firstRecordedAt;
    private @Nullable Instant lastRecordedAt;

    ArchiveFileWriter(Path folder) throws IOException {
        this.folder = folder;
        path = Files.createTempFile(folder, "events-", ".tmp");
        file = new FileOutputStream(path.toFile());
        lines = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(file), StandardCharsets.UTF_8));
    }

    void add(ArchivedEventRow row) throws IOException {
        lines.write(row.json());
        lines.write('\n');
        positions.add(row.position());
        firstRecordedAt = firstRecordedAt == null ? row.recordedAt() : firstRecordedAt;
        lastRecordedAt = row.recordedAt();
    }

    List<Position> positions() {
        return List.copyOf(positions);
    }

    /// Completes the file and gives it its final name. The name identifies the content, so that no file overwrites
    /// another one.
    ///
    /// @throws IllegalStateException when the file is empty
    ArchivedFile complete(Instant now) throws IOException, InterruptedException {
        if (firstRecordedAt == null || lastRecordedAt == null) {
            throw new IllegalStateException("a file without events is not written");
        }
        flush();
        var digest = Sha256.hex(path);
        var first = positions.getFirst().value();
        var last = positions.getLast().value();
        var name = "events-%d-%d-%s.ndjson.gz".formatted(first, last, digest.substring(0, DIGEST_LENGTH));
        var size = Files.size(path);
        Files.move(path, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        return new ArchivedFile(
                name, positions.size(), size, first, last, firstRecordedAt, lastRecordedAt, digest, now, null);
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(path);
    }

    private void flush() throws IOException {
        lines.close();
        try (var whole = new FileOutputStream(path.toFile(), true)) {
            whole.getFD().sync();
        }
    }

    /// Makes the name survive a crash.
    private void syncFolder() throws IOException, InterruptedException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }
}
