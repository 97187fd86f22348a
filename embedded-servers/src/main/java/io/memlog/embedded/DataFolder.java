package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A data folder of the current user alone, locked by one process, until it is closed or the process ends.
public final class DataFolder implements AutoCloseable {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rwx------");

    private final Path path;
    private final FileChannel lockFile;

    private DataFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /// Locks the folder, which is created when it is missing.
    ///
    /// @throws ServerUnavailableException when the path is a file, cannot be written, or is locked
    public static DataFolder lock(Path path) {
        var folder = create(path.toAbsolutePath().normalize());
        try {
            var file = FileChannel.open(
                    folder.resolve("lock"),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(file) == null) {
                var holder = Files.readString(folder.resolve("lock")).strip();
                file.close();
                throw new ServerUnavailableException("The data folder " + folder
                        + " is in use by another Memlog (process " + holder + "); stop it, or choose another folder.");
            }
            writeOwner(file);
            return new DataFolder(folder, file);
        } catch (IOException e) {
            throw new ServerUnavailableException(
                    "The data folder " + folder + " cannot be written: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path create(Path folder) {
        for (Path part = folder; part != null; part = part.getParent()) {
            if (Files.exists(part) && !Files.isDirectory(part)) {
                throw new ServerUnavailableException(
                        "The data path " + part + " is a file, not a folder; choose another folder.");
            }
        }
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER));
            }
            Files.setPosixFilePermissions(folder, OWNER);
            return folder;
        } catch (IOException e) {
            throw new ServerUnavailableException(
                    "The data folder " + folder + " cannot be created: " + e.getMessage(), e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static void writeOwner(FileChannel file) throws IOException {
        file.truncate(0);
        file.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    }
}
