package io.memlog.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {

    @Test
    void a_terminal_has_a_width_and_colours() {
        var terminal = Terminal.of(launched(120, true), Map.of("TERM", "xterm"));

        assertThat(terminal).isEqualTo(new Terminal(120, true, true));
    }

    @Test
    void without_a_terminal_the_width_is_unbounded_and_there_are_no_colours() {
        var terminal = Terminal.of(launched(0, false), Map.of());

        assertThat(terminal).isEqualTo(Terminal.none());
    }

    @Test
    void no_color_and_dumb_terminals_disable_colours() {
        assertThat(Terminal.of(launched(120, true), Map.of("NO_COLOR", "1")).colours())
                .isFalse();
        assertThat(Terminal.of(launched(120, true), Map.of("NO_COLOR", "")).colours())
                .isTrue();
        assertThat(Terminal.of(launched(120, true), Map.of("TERM", "dumb")).colours())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"59,59 s", "60,1 min", "3599,59 min 59 s", "3600,1 h", "7320,2 h 2 min", "90000,1 d 1 h"})
    void durations_have_at_most_two_units(long seconds, String text) {
        assertThat(Durations.format(seconds)).isEqualTo(text);
    }

    private static Properties launched(int columns, boolean live) {
        var properties = new Properties();
        properties.setProperty("memlog.columns", Integer.toString(columns));
        properties.setProperty("memlog.live", Boolean.toString(live));
        return properties;
    }
}
