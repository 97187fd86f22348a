package io.memlog.cli.importer.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.memlog.cli.importer.format.ZipArchive.Limits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZipArchiveTest {

    private static final int CENTRAL_HEADER = 0x02014b50;
    private static final int SIZE_IN_CENTRAL_HEADER = 24;

    @TempDir
    Path folder;

    @Test
    void too_many_entries_are_refused() throws IOException {
        var archive = archive(3, 10);

        assertThatThrownBy(() -> new ZipArchive(archive, new Limits(2, 1_000, 1_000, 10)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("has 3 entries; 2 are the most");
    }

    @Test
    void entries_that_are_too_large_together_are_refused() throws IOException {
        var archive = archive(3, 10);

        assertThatThrownBy(() -> new ZipArchive(archive, new Limits(3, 1_000, 29, 10)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessage("inflates to more than 29 bytes");
    }

    @Test
    void an_entry_that_is_too_large_is_refused() throws IOException {
        var archive = archive(1, 1_001);

        assertThatThrownBy(() -> new ZipArchive(archive, new Limits(3, 1_000, 10_000, 10)))
                .isInstanceOf(RefusedFileException.class)
                .hasMessageStartingWith("has an entry that inflates too far: e0, to more than 1000 bytes");
    }

    @Test
    void an_archive_within_the_limits_is_read() throws IOException {
        try (var zip = new ZipArchive(archive(3, 10), new Limits(3, 10, 30, 10))) {
            for (var entry : zip.entries()) {
                assertThat(zip.read(entry)).hasSize(10);
            }
        }
    }

    @Test
    void an_entry_that_lies_about_its_size_is_refused_while_it_is_inflated() throws IOException {
        var archive = archive(1, 5_000);
        declareSize(archive.path(), 10);

        try (var zip = new ZipArchive(archive, new Limits(3, 1_000, 10_000, 10))) {
            assertThatThrownBy(() -> zip.read(zip.entries().getFirst())).isInstanceOf(RefusedFileException.class);
        }
    }

    private SourceFile archive(int entries, int bytes) throws IOException {
        var file = folder.resolve("archive.zip");
        var content = new byte[bytes];
        new Random(1).nextBytes(content);
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < entries; i++) {
                zip.putNextEntry(new ZipEntry("e" + i));
                zip.write(content);
                zip.closeEntry();
            }
        }
        return new SourceFile(file, "archive.zip", new AtomicLong());
    }

    private static void declareSize(Path file, int size) throws IOException {
        var content = Files.readAllBytes(file);
        var bytes = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < bytes.limit() - Integer.BYTES; i++) {
            if (bytes.getInt(i) == CENTRAL_HEADER) {
                bytes.putInt(i + SIZE_IN_CENTRAL_HEADER, size);
            }
        }
        Files.write(file, content);
    }
}
