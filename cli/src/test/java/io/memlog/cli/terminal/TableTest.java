package io.memlog.cli.terminal;

import static io.memlog.cli.terminal.Field.at;
import static io.memlog.cli.terminal.Table.Column.left;
import static io.memlog.cli.terminal.Table.Column.right;
import static io.memlog.cli.terminal.Table.Column.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.json.Json;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class TableTest {

    @Test
    void numbers_are_aligned_to_the_right_and_texts_to_the_left() {
        var screen = FakeTerminal.of(Terminal.none(), Clock.systemUTC());

        Table.of(right("n", at("n")), left("name", at("name")), left("x", at("x")))
                .print(screen.context(), json("""
                        [{"n":5,"name":"tea","x":"a"},{"n":1234,"name":"coffee","x":"b"}]"""));

        assertThat(screen.output()).isEqualTo("""
                   N  NAME    X
                   5  tea     a
                1234  coffee  b
                """);
    }

    @Test
    void an_object_of_objects_has_a_row_for_each_name() {
        var screen = FakeTerminal.of(Terminal.none(), Clock.systemUTC());

        Table.of(left("name", at("name")), left("state", at("state", "-"))).print(screen.context(), json("""
                        {"version":2,"vector":{"state":"stored"},"graph":{"state":null}}"""));

        assertThat(screen.output()).isEqualTo("""
                NAME    STATE
                vector  stored
                graph   -
                """);
    }

    @Test
    void the_widest_text_is_cut_first() {
        var screen = FakeTerminal.of(new Terminal(40, false, false), Clock.systemUTC());

        Table.of(left("id", at("id")), text("short", at("short")), text("long", at("long")))
                .print(screen.context(), json("""
                        [{"id":"12345678","short":"not much text","long":"a text that goes on and on and on and on"}]"""));

        assertThat(screen.output()).isEqualTo("""
                ID        SHORT          LONG
                12345678  not much text  a text that go…
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 41, 60, 79, 80, 200})
    void no_line_is_wider_than_the_terminal(int columns) {
        var screen = FakeTerminal.of(new Terminal(columns, true, false), Clock.systemUTC());
        var text = "茶".repeat(50) + "e\u0301".repeat(50);

        Table.of(
                        left("id", at("id")),
                        left("optional", at("state")).optional().styled(_ -> Style.GOOD),
                        right("n", at("n")),
                        text("text", _ -> text))
                .print(screen.context(), json("""
                        [{"id":"0123456789","state":"up","n":123456}]"""));

        assertThat(screen.output().replaceAll("\u001B\\[\\d+m", "").lines())
                .allMatch(line -> TextWidth.of(line) <= columns);
    }

    @Test
    void a_cell_is_one_line_without_control_characters() {
        var screen = FakeTerminal.of(Terminal.none(), Clock.systemUTC());

        Table.of(left("a", _ -> "one\ntwo\t\u001B[2Jthree\u009B1m"), left("b", _ -> "\u202Ereversed\uD800"))
                .print(screen.context(), json("[{}]"));

        assertThat(screen.output()).endsWith("one two [2Jthree 1m  reversed\n");
    }

    private static JsonNode json(String text) {
        return Json.mapper().readTree(text);
    }
}
