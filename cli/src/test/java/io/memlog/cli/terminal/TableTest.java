package io.memlog.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.cli.terminal.Table.Cell;
import io.memlog.cli.terminal.Table.Column;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableTest {

    @Test
    void numbers_stand_right_and_texts_left() {
        var screen = Screens.of(Terminal.none(), Clock.systemUTC());

        Table.of(Column.right("n"), Column.left("name"), Column.left("x"))
                .row(5, "tea", "a")
                .row(1234, "coffee", "b")
                .print(screen.around());

        assertThat(screen.output()).isEqualTo("""
                   N  NAME    X
                   5  tea     a
                1234  coffee  b
                """);
    }

    @Test
    void the_widest_text_gives_way_first() {
        var screen = Screens.of(new Terminal(40, false, false), Clock.systemUTC());

        Table.of(Column.left("id"), Column.text("short"), Column.text("long"))
                .row("12345678", "not much text", "a text that goes on and on and on and on")
                .print(screen.around());

        assertThat(screen.output()).isEqualTo("""
                ID        SHORT          LONG
                12345678  not much text  a text that go…
                """);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 30, 41, 60, 79, 80, 200})
    void no_line_is_wider_than_the_terminal(int columns) {
        var screen = Screens.of(new Terminal(columns, true, false), Clock.systemUTC());

        Table.of(Column.left("id"), Column.left("spare").spare(), Column.right("n"), Column.text("text"))
                .row("0123456789", new Cell("up", Style.GOOD), 123456, "茶".repeat(50) + "e\u0301".repeat(50))
                .print(screen.around());

        assertThat(screen.output().replaceAll("\u001B\\[\\d+m", "").lines())
                .allMatch(line -> TextWidth.of(line) <= columns);
    }

    @Test
    void a_cell_is_one_line_and_cannot_control_the_terminal() {
        var screen = Screens.of(Terminal.none(), Clock.systemUTC());

        Table.of(Column.left("a"), Column.left("b"))
                .row("one\ntwo\t\u001B[2Jthree\u009B1m", "\u202Ereversed\uD800")
                .print(screen.around());

        assertThat(screen.output()).endsWith("one two [2Jthree 1m  reversed\n");
    }
}
