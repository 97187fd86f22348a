package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of unpacked and downloaded programs, shared by all runs of a user.
final class UserCache {

    private UserCache() {}

    /// A folder below `$XDG_CACHE_HOME/memlog`, or `~/.cache/memlog`.
    static Path folder(String name) {
        var cache = System.getenv("XDG_CACHE_HOME");
        var base =
                cache == null || cache.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
        try {
            return Files.createDirectories(base.resolve("memlog").resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
