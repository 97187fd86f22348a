package io.memlog.api.operations.archive;

import io.memlog.schemas.hash.Sha256;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The folder of the archived files.
@Component
final class ArchiveStore {

    private final Path folder;

    ArchiveStore(ArchiveProperties properties) {
        this.folder = properties.folder();
    }

    /// Removes what an interrupted run has left of a file: one job at a time writes to the archive.
    ArchiveFileWriter newFile() throws IOException {
        Files.createDirectories(folder);
        try (var drafts = Files.newDirectoryStream(folder, ArchiveFileWriter.DRAFTS)) {
            for (var draft : drafts) {
                Files.deleteIfExists(draft);
            }
        }
        return new ArchiveFileWriter(folder);
    }

    /// The complete files of the folder, by name.
    Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        if (Files.isDirectory(folder)) {
            try (var files = Files.newDirectoryStream(folder, ArchiveFileWriter.FILES)) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }

    /// @throws CorruptArchiveException unless the file is, byte for byte, the one that was written
    void verify(ArchivedFile file) {
        var path = folder.resolve(file.name());
        try {
            if (!Files.isRegularFile(path)) {
                throw new CorruptArchiveException(file.name(), "is not in the folder of the archive");
            }
            if (Files.size(path) != file.bytes()) {
                throw new CorruptArchiveException(
                        file.name(), "has " + Files.size(path) + " bytes instead of " + file.bytes());
            }
            if (!Sha256.hex(path).equals(file.sha256())) {
                throw new CorruptArchiveException(file.name(), "has another SHA-256 than when it was written");
            }
            requireCount(file);
        } catch (IOException e) {
            throw new CorruptArchiveException(file.name(), "cannot be read", e);
        }
    }

    BufferedReader lines(ArchivedFile file) throws IOException {
        var content = new FileInputStream(folder.resolve(file.name()).toFile());
        return new BufferedReader(new InputStreamReader(new GZIPInputStream(content), StandardCharsets.UTF_8));
    }

    private void requireCount(ArchivedFile file) throws IOException {
        try (var lines = lines(file)) {
            var events = lines.lines().count();
            if (events != file.events()) {
                throw new CorruptArchiveException(
                        file.name(), "holds " + events + " events instead of " + file.events());
            }
        }
    }

    /// Thrown when an archived file differs from what was written.
    static final class CorruptArchiveException extends RuntimeException {

        CorruptArchiveException(String file, String problem) {
            this(file, problem, null);
        }

        CorruptArchiveException(String file, String problem, @Nullable Throwable cause) {
            super("the file " + file + " " + problem + "; nothing of it was restored", cause);
        }
    }
}
