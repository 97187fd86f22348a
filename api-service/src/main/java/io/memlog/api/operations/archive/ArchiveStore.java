package io.memlog.api.operations.archive;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.springframework.stereotype.Component;

/// The folder that holds the files.
@Component
final class ArchiveStore {

    private final Path folder;

    ArchiveStore(ArchiveProperties properties) {
        this.folder = properties.folder();
    }

    ArchiveFileWriter draft() throws IOException {
        Files.createDirectories(folder);
        return new ArchiveFileWriter(folder);
    }

    /// @throws CorruptArchiveException when the file is not, to the last byte, the one that was written
    void check(ArchivedFile file) {
        var path = folder.resolve(file.name());
        try {
            if (!Files.isRegularFile(path)) {
                throw new CorruptArchiveException(file.name(), "is not in the folder of the archive");
            }
            if (Files.size(path) != file.bytes()) {
                throw new CorruptArchiveException(
                        file.name(), "has " + Files.size(path) + " bytes instead of " + file.bytes());
            }
            if (!Sha256.of(path).equals(file.sha256())) {
                throw new CorruptArchiveException(file.name(), "has another SHA-256 than when it was written");
            }
            try (var lines = lines(file)) {
                requireCount(file, lines.lines().count());
            }
        } catch (IOException e) {
            throw new CorruptArchiveException(file.name(), "cannot be read", e);
        }
    }

    BufferedReader lines(ArchivedFile file) throws IOException {
        var content = new FileInputStream(folder.resolve(file.name()).toFile());
        return new BufferedReader(new InputStreamReader(new GZIPInputStream(content), StandardCharsets.UTF_8));
    }

    private static void requireCount(ArchivedFile file, long events) {
        if (events != file.events()) {
            throw new CorruptArchiveException(file.name(), "holds " + events + " events instead of " + file.events());
        }
    }
}
