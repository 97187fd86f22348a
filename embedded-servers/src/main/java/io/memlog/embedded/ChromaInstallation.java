package io.memlog.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Chroma's npm package in the user's cache, downloaded once. It is complete or absent: the download is moved
/// into place atomically.
final class ChromaInstallation {

    /// The packages and, in the lock file, their digests. Newer Linux bindings need glibc 2.38, which Debian 12
    /// does not have.
    private static final List<String> PACKAGES = List.of("package.json", "package-lock.json");

    private static final String NAME = "chroma-3.0.10-linux-1.0.5";
    private static final Path PROGRAM = Path.of("node_modules", "chromadb", "dist", "cli.mjs");
    private static final ReentrantLock JVM_LOCK = new ReentrantLock();

    private ChromaInstallation() {}

    /// The program to run with Node.
    ///
    /// @throws ServerUnavailableException when npm is missing or the download fails
    static Path install(Consumer<String> progress) {
        var cache = UserCache.folder("chroma");
        var home = cache.resolve(NAME);
        var program = home.resolve(PROGRAM);
        if (Files.exists(program)) {
            return program;
        }
        JVM_LOCK.lock();
        try (var file = FileChannel.open(cache.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = file.lock()) {
            if (lock.isValid() && !Files.exists(program)) {
                progress.accept("Downloading Chroma to " + home + " (418 MB, once per user)");
                download(cache.resolve(NAME + ".download"), home, progress);
            }
            return program;
        } catch (IOException e) {
            throw new ServerUnavailableException("Chroma could not be installed in " + home + ": " + e.getMessage(), e);
        } finally {
            JVM_LOCK.unlock();
        }
    }

    private static void download(Path folder, Path home, Consumer<String> progress) throws IOException {
        Directories.delete(folder);
        Files.createDirectories(folder);
        for (var name : PACKAGES) {
            try (var file = Objects.requireNonNull(ChromaInstallation.class.getResourceAsStream("chroma/" + name))) {
                Files.copy(file, folder.resolve(name));
            }
        }
        var log = folder.resolve("npm.log");
        var npm = new ProcessBuilder(Node.npm().toString(), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            for (var seconds = 15; !npm.waitFor(15, TimeUnit.SECONDS); seconds += 15) {
                progress.accept("Still downloading Chroma, " + seconds + " s so far");
            }
        } catch (InterruptedException e) {
            npm.destroy();
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The download of Chroma was interrupted.", e);
        }
        if (npm.exitValue() != 0 || !Files.exists(folder.resolve(PROGRAM))) {
            throw new ServerUnavailableException("npm could not download Chroma; " + log
                    + " has the reason; try again, or use a running Chroma with --chroma-url.");
        }
        Directories.delete(home);
        Files.move(folder, home, StandardCopyOption.ATOMIC_MOVE);
    }
}
