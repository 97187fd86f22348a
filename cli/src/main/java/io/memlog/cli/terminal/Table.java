package io.memlog.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// Rows under titles. Where the terminal is too narrow, spare columns are left out and texts cut, so that no
/// line wraps.
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
        var shown = columnsThatFit(around.terminal().columns());
        var widths = widths(shown, around.terminal().columns());
        var titles = columns.stream()
                .map(column -> new Cell(column.title().toUpperCase(Locale.ROOT), Style.BOLD))
                .toList();
        around.print(line(titles, shown, widths, around));
        rows.forEach(row -> around.print(line(row, shown, widths, around)));
    }

    private String line(List<Cell> cells, List<Integer> shown, int[] widths, Surroundings around) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var column = columns.get(shown.get(i));
            var cell = cells.get(shown.get(i));
            var text = TextWidth.cut(cell.text(), widths[i]);
            var padding = " ".repeat(widths[i] - TextWidth.of(text));
            var styled = around.styled(cell.style(), text);
            line.append(i == 0 ? "" : GAP).append(column.right() ? padding + styled : styled);
            line.append(column.right() || i == widths.length - 1 ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    /// All columns, without the spare ones, from the right, as far as there is no room for them.
    private List<Integer> columnsThatFit(int available) {
        var shown = new ArrayList<>(IntStream.range(0, columns.size()).boxed().toList());
        for (int i = columns.size() - 1; i >= 0 && narrowest(shown) > available; i--) {
            if (columns.get(i).isSpare()) {
                shown.remove(Integer.valueOf(i));
            }
        }
        return shown;
    }

    private int narrowest(List<Integer> shown) {
        var text = shown.stream()
                .mapToInt(i -> columns.get(i).shrinks() ? Math.min(NARROWEST_TEXT, width(i)) : width(i))
                .sum();
        return text + GAP.length() * (shown.size() - 1);
    }

    private int[] widths(List<Integer> shown, int available) {
        var widths = shown.stream().mapToInt(this::width).toArray();
        var room = available - GAP.length() * (widths.length - 1);
        shrink(widths, room, NARROWEST_TEXT, i -> columns.get(shown.get(i)).shrinks());
        shrink(widths, room, NARROWEST, _ -> true);
        return widths;
    }

    /// What the column would take if it could.
    private int width(int column) {
        var title = TextWidth.of(columns.get(column).title());
        return rows.stream()
                .mapToInt(row -> TextWidth.of(row.get(column).text()))
                .reduce(title, Math::max);
    }

    /// Takes from the widest column, again and again.
    private static void shrink(int[] widths, int room, int narrowest, IntPredicate shrinks) {
        while (Arrays.stream(widths).asLongStream().sum() > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > narrowest && shrinks.test(i) && (widest < 0 || widths[i] > widths[widest])) {
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
    /// @param shrinks whether its texts are cut when the terminal is narrow
    /// @param isSpare whether it is left out when the terminal is narrower still
    public record Column(String title, boolean right, boolean shrinks, boolean isSpare) {

        public static Column left(String title) {
            return new Column(title, false, false, false);
        }

        public static Column right(String title) {
            return new Column(title, true, false, false);
        }

        public static Column text(String title) {
            return new Column(title, false, true, false);
        }

        public Column spare() {
            return new Column(title, right, shrinks, true);
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
