package io.memlog.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.embedded.Passwords;
import io.memlog.embedded.Ports;
import io.memlog.embedded.PostgresServer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The start of a process whose PostgreSQL is not there.
class DatabaseMigrationIT {

    private static final String WAITS = "the start waits for it";

    private final RunningService service = RunningService.memory();
    private final int port = Ports.free();
    private final String url = "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + port + "/postgres";

    @Test
    void a_postgresql_that_starts_later_is_waited_for(@TempDir Path data) {
        var password = "--spring.datasource.password=" + Passwords.in(data).of("postgresql.postgres");
        try (var process =
                ServiceProcess.launch(service, "512m", url, "--spring.datasource.username=postgres", password)) {
            process.awaitLog(WAITS);
            try (var postgres = PostgresServer.start(data, port)) {
                process.awaitStarted();

                assertThat(postgres.port()).isEqualTo(port);
                assertThat(process.terminate()).isEqualTo(143);
            }
        }
    }

    @Test
    void a_start_that_waits_can_be_stopped() {
        try (var process = ServiceProcess.launch(service, "512m", url)) {
            process.awaitLog(WAITS);

            assertThat(process.terminate()).isEqualTo(143);
        }
    }

    @Test
    void a_wrong_password_ends_the_start_with_the_settings_to_correct() {
        try (var process = ServiceProcess.launch(service, "512m", "--spring.datasource.password=wrong")) {
            assertThat(process.awaitEnd()).isEqualTo(1);
            process.awaitLog("PostgreSQL rejects the login: FATAL: password authentication failed");
            process.awaitLog("Correct spring.datasource.url");
        }
    }
}
