package io.memlog.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);

    @Test
    void a_bar_is_redrawn_in_place_and_removed_at_the_end() {
        var screen = screen(true);
        var progress = new Progress(screen.context());

        pass(Duration.ofSeconds(30));
        progress.update(0.25, "250 stored");
        progress.update(0.26, "too soon for another");
        progress.clear();

        assertThat(screen.errors())
                .isEqualTo("\r\u001B[K[######------------------]  25 % 250 stored, 1 min 30 s left\r\u001B[K");
        assertThat(screen.output()).isEmpty();
    }

    @Test
    void a_line_replaces_the_bar() {
        var screen = screen(true);
        var progress = new Progress(screen.context());

        pass(Duration.ofSeconds(1));
        progress.update(-1, "5 exported");
        progress.info("line 3: task is required");

        assertThat(screen.errors()).isEqualTo("\r\u001B[K5 exported\r\u001B[Kline 3: task is required\n");
    }

    @Test
    void a_line_is_printed_at_intervals_without_a_terminal() {
        var screen = screen(false);
        var progress = new Progress(screen.context());

        for (int i = 1; i <= 25; i++) {
            pass(Duration.ofSeconds(1));
            progress.update(i / 100.0, i + " stored");
        }
        progress.clear();

        assertThat(screen.errors()).isEqualTo("10 stored, 1 min 30 s left\n20 stored, 1 min 20 s left\n");
    }

    private FakeTerminal screen(boolean live) {
        InstantSource source = now::get;
        return FakeTerminal.of(new Terminal(100, false, live), source.withZone(ZoneOffset.UTC));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
