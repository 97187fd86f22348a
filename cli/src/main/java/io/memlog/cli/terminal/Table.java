package io.memlog.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Rows under titles. Where the terminal is too narrow, the columns that may shrink do, and no line wraps.
public final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST_TEXT = 12;
    private static final int NARROWEST = 3;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /// Adds a row; a cell that is no [Cell] is shown as its text.
    public Table row(Object... cells) {
        rows.add(Arrays.stream(cells)
                .map(cell -> cell instanceof Cell styled ? styled : Cell.of(String.valueOf(cell)))
                .toList());
        return this;
    }

    public void print(Surroundings around) {
        var widths = widths(around.terminal().columns());
        var titles = columns.stream()
                .map(column -> new Cell(column.title().toUpperCase(Locale.ROOT), Style.BOLD))
                .toList();
        around.print(line(titles, widths, around));
        rows.forEach(row -> around.print(line(row, widths, around)));
    }

    private String line(List<Cell> cells, int[] widths, Surroundings around) {
        var line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            var text = TextWidth.cut(cells.get(i).text(), widths[i]);
            var padding = " ".repeat(widths[i] - TextWidth.of(text));
            var shown = around.styled(cells.get(i).style(), text);
            var last = i == cells.size() - 1;
            line.append(i == 0 ? "" : GAP).append(columns.get(i).right() ? padding + shown : shown);
            line.append(columns.get(i).right() || last ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    private int[] widths(int available) {
        var widths = new int[columns.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = TextWidth.of(columns.get(i).title());
            for (var row : rows) {
                widths[i] = Math.max(widths[i], TextWidth.of(row.get(i).text()));
            }
        }
        var gaps = GAP.length() * (widths.length - 1);
        shrink(widths, available - gaps, NARROWEST_TEXT, true);
        shrink(widths, available - gaps, NARROWEST, false);
        return widths;
    }

    /// Takes from the widest column, again and again.
    private void shrink(int[] widths, int available, int narrowest, boolean textOnly) {
        while (Arrays.stream(widths).asLongStream().sum() > available) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                var shrinks =
                        widths[i] > narrowest && (!textOnly || columns.get(i).shrinks());
                if (shrinks && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /// @param right whether the column is aligned to the right, as numbers are
    /// @param shrinks whether the column gives way first when the terminal is narrow
    public record Column(String title, boolean right, boolean shrinks) {

        public static Column left(String title) {
            return new Column(title, false, false);
        }

        public static Column right(String title) {
            return new Column(title, true, false);
        }

        public static Column text(String title) {
            return new Column(title, false, true);
        }
    }

    /// A text on one line that is safe to show.
    public record Cell(String text, Style style) {

        public Cell {
            text = Plain.line(text);
        }

        public static Cell of(String text) {
            return new Cell(text, Style.PLAIN);
        }
    }
}
