package io.memlog.cli.terminal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Shows JSON objects as rows under titles. On a narrow terminal optional columns are left out and texts cut, so
/// that no line wraps. picocli's tables neither align to the right nor mark what they cut.
public final class Table {

    private static final String GAP = "  ";
    private static final int MIN_TEXT_WIDTH = 12;
    private static final int MIN_WIDTH = 3;

    private final List<Column> columns;

    private Table(List<Column> columns) {
        this.columns = columns;
    }

    public static Table of(Column... columns) {
        return new Table(List.of(columns));
    }

    /// @param rows an array of objects, or an object of them, whose names become the member `name`
    public void print(CommandContext context, JsonNode rows) {
        var filled = new ArrayList<>(
                columns.stream().map(column -> column.filledFrom(objects(rows))).toList());
        var available = context.terminal().columns();
        for (int i = columns.size() - 1; i >= 0 && minWidth(filled) > available; i--) {
            if (columns.get(i).isOptional()) {
                filled.remove(i);
            }
        }
        var widths = filled.stream().mapToInt(FilledColumn::width).toArray();
        var room = available - GAP.length() * (widths.length - 1);
        shrink(widths, room, MIN_TEXT_WIDTH, filled, Column::shrinks);
        shrink(widths, room, MIN_WIDTH, filled, _ -> true);
        for (int row = 0; row < filled.getFirst().cells().size(); row++) {
            context.print(line(filled, row, widths, context));
        }
    }

    private static List<JsonNode> objects(JsonNode rows) {
        Stream<JsonNode> objects = rows.isObject()
                ? rows.propertyStream()
                        .filter(entry -> entry.getValue().isObject())
                        .map(entry -> ((ObjectNode) entry.getValue().deepCopy()).put("name", entry.getKey()))
                : rows.valueStream();
        return objects.toList();
    }

    private static String line(List<FilledColumn> columns, int row, int[] widths, CommandContext context) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            var column = columns.get(i).column();
            var cell = columns.get(i).cells().get(row);
            var text = TextWidth.cut(cell, widths[i]);
            var padding = " ".repeat(widths[i] - TextWidth.of(text));
            var styled = context.styled(row == 0 ? Style.BOLD : column.style().apply(cell), text);
            line.append(i == 0 ? "" : GAP).append(column.isRight() ? padding + styled : styled);
            line.append(column.isRight() || i == widths.length - 1 ? "" : padding);
        }
        return line.toString().stripTrailing();
    }

    private static int minWidth(List<FilledColumn> columns) {
        var texts = columns.stream()
                .mapToInt(each -> each.column().shrinks() ? Math.min(MIN_TEXT_WIDTH, each.width()) : each.width())
                .sum();
        return texts + GAP.length() * (columns.size() - 1);
    }

    /// Narrows the widest column until all fit or none can be narrowed further.
    private static void shrink(
            int[] widths, int room, int minWidth, List<FilledColumn> columns, Predicate<Column> shrinks) {
        while (Arrays.stream(widths).asLongStream().sum() > room) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (widths[i] > minWidth
                        && shrinks.test(columns.get(i).column())
                        && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                return;
            }
            widths[widest]--;
        }
    }

    /// @param cells the title, then the value of each row
    private record FilledColumn(Column column, List<String> cells, int width) {}

    /// @param isRight whether the column is aligned to the right, as numbers are
    /// @param shrinks whether its texts are cut when the terminal is narrow
    /// @param isOptional whether it is left out when the terminal is narrower still
    public record Column(
            String title,
            Field field,
            Function<String, Style> style,
            boolean isRight,
            boolean shrinks,
            boolean isOptional) {

        public static Column left(String title, Field field) {
            return new Column(title, field, _ -> Style.PLAIN, false, false, false);
        }

        public static Column right(String title, Field field) {
            return new Column(title, field, _ -> Style.PLAIN, true, false, false);
        }

        public static Column text(String title, Field field) {
            return new Column(title, field, _ -> Style.PLAIN, false, true, false);
        }

        public Column optional() {
            return new Column(title, field, style, isRight, shrinks, true);
        }

        /// @param byValue the style of a value
        public Column styled(Function<String, Style> byValue) {
            return new Column(title, field, byValue, isRight, shrinks, isOptional);
        }

        private FilledColumn filledFrom(List<JsonNode> rows) {
            var values = rows.stream().map(field::of).map(TerminalSanitizer::line);
            var cells = Stream.concat(Stream.of(title.toUpperCase(Locale.ROOT)), values)
                    .toList();
            return new FilledColumn(
                    this, cells, cells.stream().mapToInt(TextWidth::of).max().orElse(0));
        }
    }
}
