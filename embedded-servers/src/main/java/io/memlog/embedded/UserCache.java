package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The folder of unpacked and downloaded programs, shared by all runs of a user.
final class UserCache {

    private UserCache() {}

    /// A folder below `$XDG_CACHE_HOME/memlog`, or `~/.cache/memlog`, which no other user may enter: its programs are
    /// run.
    ///
    /// @throws ServerUnavailableException when `memlog` belongs to another user
    static Path folder(String name) {
        var cache = System.getenv("XDG_CACHE_HOME");
        var base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        return folder(base, name);
    }

    static Path folder(Path cache, String name) {
        var memlog = cache.resolve("memlog");
        try {
            Files.createDirectories(memlog);
            requireOwn(memlog);
            Files.setPosixFilePermissions(memlog, PosixFilePermissions.fromString("rwx------"));
            return Files.createDirectories(memlog.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A file that this user creates has the owner that the folder has to have; root could change the folder of anyone.
    private static void requireOwn(Path folder) throws IOException {
        var own = Files.createTempFile("memlog", null);
        try {
            if (!Files.getOwner(folder).equals(Files.getOwner(own))) {
                throw new ServerUnavailableException("The cache folder " + folder
                        + " belongs to another user; remove it, or set XDG_CACHE_HOME to a folder of your own.");
            }
        } finally {
            Files.delete(own);
        }
    }
}
