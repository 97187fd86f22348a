package io.memlog.cli.terminal;

import java.util.LinkedHashMap;
import java.util.Map;

/// What is known about one thing, name by name; nothing is said where nothing is known.
public final class Details {

    private final Surroundings around;
    private final Map<String, String> known = new LinkedHashMap<>();

    public Details(Surroundings around) {
        this.around = around;
    }

    public Details add(String name, String value) {
        if (!value.isEmpty()) {
            known.put(name, Plain.line(value));
        }
        return this;
    }

    public void print() {
        var width = known.keySet().stream().mapToInt(String::length).max().orElse(0);
        var room = around.terminal().columns() - width - 4;
        known.forEach((name, value) -> around.print("  " + around.styled(Style.DIM, name)
                + " ".repeat(width - name.length() + 2) + TextWidth.cut(value, room)));
    }
}
