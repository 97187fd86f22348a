package io.memlog.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ChildProcessIT {

    private static final Path DATA = Path.of("/nowhere/data-of-this-test");

    private Process process;

    @BeforeEach
    void start() throws IOException {
        process =
                new ProcessBuilder("sh", "-c", "trap 'exit 0' INT; while :; do read x; done", DATA.toString()).start();
    }

    @AfterEach
    void stop() {
        process.destroyForcibly();
    }

    @Test
    void a_process_of_ours_is_ended() throws Exception {
        var owned = ChildProcess.of(process.toHandle(), DATA).orElseThrow();

        owned.stop(Duration.ofMillis(200));

        assertThat(process.waitFor(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void a_later_process_with_the_same_id_is_not_stopped() {
        var owned = ChildProcess.of(process.toHandle(), DATA).orElseThrow();
        var earlier = new ChildProcess(owned.pid(), owned.startedAt().minusSeconds(60), DATA);

        earlier.stop(Duration.ofMillis(200));

        assertThat(process.isAlive()).isTrue();
    }

    @Test
    void a_process_with_another_data_folder_is_not_stopped() {
        var owned = ChildProcess.of(process.toHandle(), DATA).orElseThrow();
        var other = new ChildProcess(owned.pid(), owned.startedAt(), Path.of("/nowhere/other-data"));

        other.stop(Duration.ofMillis(200));

        assertThat(process.isAlive()).isTrue();
    }
}
