package io.memlog.cli.client;

import io.memlog.cli.terminal.CommandContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The API key in the user's configuration folder, which no other user may read.
public record KeyFile(Path path) {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    public static KeyFile of(CommandContext context) {
        var configuration = context.environment().get("XDG_CONFIG_HOME");
        var folder = configuration == null || configuration.isBlank()
                ? Path.of(context.environment().getOrDefault("HOME", System.getProperty("user.home")), ".config")
                : Path.of(configuration);
        return new KeyFile(folder.resolve("memlog").resolve("key"));
    }

    /// The key; null without a file, or for another Memlog than the one that it was saved for.
    ///
    /// @throws ApiException when other users may read the file
    @Nullable
    String read(String url) {
        try {
            if (!Files.isRegularFile(path)) {
                return null;
            }
            if (!OWNER.containsAll(Files.getPosixFilePermissions(path))) {
                throw ApiException.unexpected("Other users may read " + path + "; chmod 600 makes it yours alone.");
            }
            var lines = Files.readAllLines(path);
            return lines.size() < 2 || !lines.get(1).strip().equals(url)
                    ? null
                    : lines.getFirst().strip();
        } catch (IOException e) {
            throw ApiException.unexpected(path + " cannot be read: " + e.getMessage());
        }
    }

    /// @param url the Memlog that it is for; it is sent to no other
    public void write(String key, String url) throws IOException {
        Files.createDirectories(
                path.getParent(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.deleteIfExists(path);
        Files.createFile(path, PosixFilePermissions.asFileAttribute(OWNER));
        Files.writeString(path, key + "\n" + url + "\n");
    }
}
