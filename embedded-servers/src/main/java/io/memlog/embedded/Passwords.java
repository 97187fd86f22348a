package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Properties;
import java.util.regex.Pattern;

/// The random passwords of the servers of one data folder. They are in its file `passwords`, which only its owner
/// may read. Every start of a server sets them, so that a start without the file gives new ones.
public final class Passwords {

    /// The login that is the name of a tenant of Chroma, which has no passwords.
    static final String CHROMA_TENANT = "chroma.tenant";

    private static final List<String> LOGINS = List.of(
            "postgresql.postgres",
            "postgresql.memlog",
            "kafka.memlog",
            "neo4j.neo4j",
            CHROMA_TENANT,
            "workers.api-service");
    private static final int BYTES = 32;

    /// Needs no quoting in SQL, Cypher and the settings of Kafka.
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9_-]{32,}");

    private final Path file;
    private final Properties byLogin;

    private Passwords(Path file, Properties byLogin) {
        this.file = file;
        this.byLogin = byLogin;
    }

    /// The passwords of a folder, which is created with its file when it is missing.
    public static Passwords in(Path folder) {
        var file = folder.toAbsolutePath().normalize().resolve("passwords");
        try {
            var passwords = new Passwords(file, read(file));
            passwords.complete();
            return passwords;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param login a server and its user, such as `neo4j.neo4j`
    public String of(String login) {
        return byLogin.getProperty(login);
    }

    public Path file() {
        return file;
    }

    private static Properties read(Path file) throws IOException {
        var passwords = new Properties();
        if (Files.exists(file)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            try (var reader = Files.newBufferedReader(file)) {
                passwords.load(reader);
            }
        }
        return passwords;
    }

    private void complete() throws IOException {
        var missing = LOGINS.stream()
                .filter(login -> !SAFE.matcher(byLogin.getProperty(login, "")).matches())
                .toList();
        if (missing.isEmpty()) {
            return;
        }
        missing.forEach(login -> byLogin.setProperty(login, random()));
        Files.createDirectories(file.getParent());
        var written = Files.createTempFile(file.getParent(), "passwords", null);
        try (var writer = Files.newBufferedWriter(written)) {
            byLogin.store(writer, "The passwords of the servers of this data folder");
        }
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String random() {
        var bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
