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
    void a_bar_is_drawn_over_itself_and_removed_in_the_end() {
        var screen = screen(true);
        var progress = new Progress(screen.around());

        pass(Duration.ofSeconds(30));
        progress.at(0.25, "250 stored");
        progress.at(0.26, "too soon for another");
        progress.clear();

        assertThat(screen.errors())
                .isEqualTo("\r\u001B[K[######------------------]  25 % 250 stored, 1 min 30 s left\r\u001B[K");
        assertThat(screen.output()).isEmpty();
    }

    @Test
    void a_line_does_not_tear_the_bar() {
        var screen = screen(true);
        var progress = new Progress(screen.around());

        pass(Duration.ofSeconds(1));
        progress.at(-1, "5 exported");
        progress.say("line 3: task is required");

        assertThat(screen.errors()).isEqualTo("\r\u001B[K5 exported\r\u001B[Kline 3: task is required\n");
    }

    @Test
    void without_a_terminal_there_is_a_line_now_and_then() {
        var screen = screen(false);
        var progress = new Progress(screen.around());

        for (int i = 1; i <= 25; i++) {
            pass(Duration.ofSeconds(1));
            progress.at(i / 100.0, i + " stored");
        }
        progress.clear();

        assertThat(screen.errors()).isEqualTo("10 stored, 1 min 30 s left\n20 stored, 1 min 20 s left\n");
    }

    private Screens screen(boolean live) {
        InstantSource source = now::get;
        return Screens.of(new Terminal(100, false, live), source.withZone(ZoneOffset.UTC));
    }

    private void pass(Duration time) {
        now.updateAndGet(before -> before.plus(time));
    }
}
