package io.memlog.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;

/// Who may log in to a cluster: its superuser and the application, both with a password only. It is set before the
/// server listens, by PostgreSQL in single-user mode.
///
/// @param user who uses the server
record PostgresAccess(Passwords passwords, String user) {

    static final String SUPERUSER = "postgres";
    static final String APPLICATION = "memlog";

    /// No other role may log in, also if one was created while the cluster trusted every user.
    private static final String RULES = "host all postgres,memlog 127.0.0.1/32 scram-sha-256\n";

    String password() {
        return passwords.of("postgresql." + user);
    }

    void secure(PostgresCluster cluster) {
        try {
            Files.writeString(cluster.folder().resolve("pg_hba.conf"), RULES);
            run(cluster, roles());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerUnavailableException("The start of PostgreSQL was interrupted.", e);
        }
    }

    private String roles() throws IOException {
        try (var statements = Objects.requireNonNull(PostgresAccess.class.getResourceAsStream("roles.sql"))) {
            return new String(statements.readAllBytes(), StandardCharsets.UTF_8)
                    .replace(":postgres", passwords.of("postgresql.postgres"))
                    .replace(":memlog", passwords.of("postgresql.memlog"));
        }
    }

    /// The log does not show a statement that fails, because it may hold a password.
    private static void run(PostgresCluster cluster, String statements) throws IOException, InterruptedException {
        var command = PostgresPrograms.INSTANCE.command("postgres");
        command.addAll(List.of("--single", "-j", "-D", cluster.folder().toString()));
        command.addAll(List.of("-c", "exit_on_error=on", "-c", "log_min_error_statement=panic"));
        command.addAll(List.of("-c", "wal_level=logical", "postgres"));
        var log = ProcessBuilder.Redirect.appendTo(cluster.startLog().toFile());
        var process = new ProcessBuilder(command)
                .redirectOutput(log)
                .redirectError(log)
                .start();
        try (var input = process.getOutputStream()) {
            input.write(statements.getBytes(StandardCharsets.UTF_8));
        }
        if (process.waitFor() != 0) {
            throw new IOException("PostgreSQL could not set its passwords.");
        }
    }
}
