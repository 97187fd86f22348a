package io.memlog.api.operations.deadletters;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads which dead letters are meant, out of a query or a body. What is wrong is reported to whatever it is
/// read from: ask that one whether anything was, before using the filter.
public final class DeadLetterFilterParser {

    /// The names of everything that a filter may hold.
    public static final Set<String> NAMES =
            Set.of("consumer", "reason", "memory_id", "user_id", "project_id", "group", "state", "from", "to");

    private static final int LONGEST = 256;
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,18}");

    private final BiConsumer<String, String> report;

    private DeadLetterFilterParser(BiConsumer<String, String> report) {
        this.report = report;
    }

    /// @param parameters whose names are checked already
    public static DeadLetterFilter read(QueryParameters parameters) {
        return new DeadLetterFilterParser(parameters::report)
                .filter(
                        name -> parameters.text(name, LONGEST),
                        name -> parameters.text(name, LONGEST),
                        parameters::date);
    }

    /// @param fields whose names are checked already
    public static DeadLetterFilter read(JsonObjectReader fields) {
        return new DeadLetterFilterParser(fields::report)
                .filter(name -> fields.text(name, LONGEST), name -> memory(fields, name), fields::date);
    }

    private DeadLetterFilter filter(Texts texts, Texts numbers, Dates dates) {
        var from = dates.of("from");
        var to = dates.of("to");
        return new DeadLetterFilter(
                consumer(texts.of("consumer")),
                notBlank("reason", texts.of("reason")),
                memory(numbers.of("memory_id")),
                notBlank("user_id", texts.of("user_id")),
                notBlank("project_id", texts.of("project_id")),
                group(texts.of("group")),
                state(texts.of("state")),
                from == null ? null : from.first(),
                to == null ? null : to.last());
    }

    private @Nullable Projection consumer(@Nullable String text) {
        try {
            return text == null ? null : Projection.parse(text);
        } catch (IllegalArgumentException e) {
            report.accept("consumer", "is vector or graph");
            return null;
        }
    }

    private @Nullable DeadLetterState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var state = DeadLetterState.of(text);
        if (state.isEmpty()) {
            report.accept("state", "is open, replaying, replayed, skipped, superseded, parked or discarded");
        }
        return state.orElse(null);
    }

    private @Nullable String notBlank(String name, @Nullable String text) {
        if (text != null && text.isBlank()) {
            report.accept(name, "must not be blank");
        }
        return text;
    }

    private @Nullable String group(@Nullable String text) {
        if (text != null && !GROUP.matcher(text).matches()) {
            report.accept("group", "is to be 16 hexadecimal digits, as GET /dead-letters/groups gives them");
        }
        return text;
    }

    private @Nullable MemoryId memory(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var id = MEMORY.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (id < 1) {
            report.accept("memory_id", "is to be a memory id, a positive number");
            return null;
        }
        return new MemoryId(id);
    }

    private static @Nullable String memory(JsonObjectReader fields, String name) {
        return Optional.ofNullable(fields.number(name, 1, Long.MAX_VALUE))
                .map(number -> number.stripTrailingZeros().toPlainString())
                .orElse(null);
    }

    private interface Texts {
        @Nullable
        String of(String name);
    }

    private interface Dates {
        @Nullable
        MemoryDate of(String name);
    }
}
