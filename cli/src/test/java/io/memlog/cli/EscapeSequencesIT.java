package io.memlog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Terminal;
import io.memlog.schemas.json.Json;
import org.junit.jupiter.api.Test;

class EscapeSequencesIT extends CommandTest {

    private static final String MEMORY =
            "{\"id\":1,\"version\":1,\"task\":\"\u009b31mred\u202e\u007f\",\"raw_data\":{}}";

    @Test
    void json_on_a_terminal_is_the_same_value_without_control_characters() {
        memlog.respond("GET /memory-logs/1", 200, MEMORY).respond("GET /memory-logs/1/status", 200, "{}");

        var ended = new Run(memlog).terminal(new Terminal(80, true, true)).run("show 1 -o json");

        assertThat(ended.out()).doesNotContain("\u009b", "\u202e", "\u007f");
        assertThat(Json.mapper().readTree(ended.out()).at("/memory_log/task"))
                .isEqualTo(Json.mapper().readTree(MEMORY).get("task"));
    }

    @Test
    void json_for_scripts_is_as_memlog_answered() {
        memlog.respond("GET /memory-logs/1", 200, MEMORY).respond("GET /memory-logs/1/status", 200, "{}");

        assertThat(run("show 1 -o json").out()).contains("\u009b31mred");
    }

    @Test
    void an_export_to_a_terminal_has_no_control_characters() {
        memlog.respond("GET /memory-logs", 200, "{\"items\":[" + MEMORY + "],\"next_cursor\":null}");

        var ended = new Run(memlog).terminal(new Terminal(80, true, true)).run("export --user u --project p");

        assertThat(ended.out()).contains("\\u009b31mred").doesNotContain("\u009b");
    }
}
