package io.memlog.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// The fields of one JSON object, a line each; fields without a value are left out.
public final class KeyValueView {

    private final JsonNode object;
    private final Map<String, String> values = new LinkedHashMap<>();

    public KeyValueView(JsonNode object) {
        this.object = object;
    }

    public KeyValueView add(String name, Field field) {
        var value = field.of(object);
        if (!value.isEmpty()) {
            values.put(name, TerminalSanitizer.line(value));
        }
        return this;
    }

    public void print(CommandContext context) {
        var width = values.keySet().stream().mapToInt(String::length).max().orElse(0);
        var valueWidth = context.terminal().columns() - width - 4;
        values.forEach((name, value) -> context.print("  " + context.styled(Style.DIM, name)
                + " ".repeat(width - name.length() + 2) + TextWidth.cut(value, valueWidth)));
    }
}
