package io.memlog.api.operations.archive;

import io.memlog.eventstore.ArchivedEventRow;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
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

/// A file that is being written. It gets its name once it is on the disk as a whole; until then it goes away
/// when it is closed.
final class ArchiveFileWriter implements AutoCloseable {

    private static final int SHOWN_OF_DIGEST = 12;

    private final Path folder;
    private final Path path;
    private final FileOutputStream file;
    private final BufferedWriter lines;
    private final List<Position> positions = new ArrayList<>();
    private @Nullable Instant firstRecordedAt;
    private @Nullable Instant lastRecordedAt;

    ArchiveFileWriter(Path folder) throws IOException {
        this.folder = folder;
        path = Files.createTempFile(folder, "events-", ".draft");
        file = new FileOutputStream(path.toFile());
        lines = new BufferedWriter(new OutputStreamWriter(new GZIPOutputStream(file), StandardCharsets.UTF_8));
    }

    void add(ArchivedEventRow line) throws IOException {
        lines.write(line.json());
        lines.write('\n');
        positions.add(line.position());
        firstRecordedAt = firstRecordedAt == null ? line.recordedAt() : firstRecordedAt;
        lastRecordedAt = line.recordedAt();
    }

    List<Position> positions() {
        return List.copyOf(positions);
    }

    /// Ends the file and gives it its name. A name stands for a content, so that no file is ever written over
    /// by another one.
    ///
    /// @throws IllegalStateException when the file is empty
    ArchivedFile keep(Instant now) throws IOException, InterruptedException {
        if (firstRecordedAt == null || lastRecordedAt == null) {
            throw new IllegalStateException("a file without events is not kept");
        }
        end();
        var digest = Sha256.of(path);
        var range = new PositionRange(positions.getFirst(), positions.getLast());
        var name = "events-%d-%d-%s.ndjson.gz"
                .formatted(range.first().value(), range.last().value(), digest.substring(0, SHOWN_OF_DIGEST));
        var size = Files.size(path);
        Files.move(path, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        syncFolder();
        return new ArchivedFile(
                name, positions.size(), size, range, firstRecordedAt, lastRecordedAt, digest, now, null);
    }

    @Override
    public void close() throws IOException {
        lines.close();
        Files.deleteIfExists(path);
    }

    private void end() throws IOException {
        lines.close();
        try (var whole = new FileOutputStream(path.toFile(), true)) {
            whole.getFD().sync();
        }
    }

    /// Without this, a crash could take the name away again.
    private void syncFolder() throws IOException, InterruptedException {
        try (var channel = FileChannel.open(folder)) {
            channel.force(true);
        } catch (ClosedByInterruptException e) {
            throw (InterruptedException) new InterruptedException().initCause(e);
        }
    }
}
