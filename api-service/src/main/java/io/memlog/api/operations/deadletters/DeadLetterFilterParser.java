package io.memlog.api.operations.deadletters;

import io.memlog.api.http.JsonObjectReader;
import io.memlog.api.http.QueryParameters;
import io.memlog.schemas.memory.MemoryDate;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads a filter from a query or a body. Errors are added to the source: check it before using the filter.
public final class DeadLetterFilterParser {

    /// The names of all members of a filter.
    public static final Set<String> NAMES =
            Set.of("consumer", "reason", "memory_id", "user_id", "project_id", "group", "state", "from", "to");

    private static final int MAX_LENGTH = 256;
    private static final Pattern GROUP = Pattern.compile("[0-9a-f]{16}");
    private static final Pattern MEMORY = Pattern.compile("[0-9]{1,18}");

    private final BiConsumer<String, String> errors;

    private DeadLetterFilterParser(BiConsumer<String, String> errors) {
        this.errors = errors;
    }

    /// @param parameters whose names are checked already
    public static DeadLetterFilter read(QueryParameters parameters) {
        return new DeadLetterFilterParser(parameters::report)
                .filter(
                        name -> parameters.text(name, MAX_LENGTH),
                        name -> parameters.text(name, MAX_LENGTH),
                        parameters::date);
    }

    /// @param fields whose names are checked already
    public static DeadLetterFilter read(JsonObjectReader fields) {
        return new DeadLetterFilterParser(fields::report)
                .filter(name -> fields.text(name, MAX_LENGTH), name -> memory(fields, name), fields::date);
    }

    private DeadLetterFilter filter(
            Function<String, @Nullable String> texts,
            Function<String, @Nullable String> numbers,
            Function<String, @Nullable MemoryDate> dates) {
        var from = dates.apply("from");
        var to = dates.apply("to");
        return new DeadLetterFilter(
                consumer(texts.apply("consumer")),
                notBlank("reason", texts.apply("reason")),
                memory(numbers.apply("memory_id")),
                notBlank("user_id", texts.apply("user_id")),
                notBlank("project_id", texts.apply("project_id")),
                group(texts.apply("group")),
                state(texts.apply("state")),
                from == null ? null : from.first(),
                to == null ? null : to.last());
    }

    private @Nullable Projection consumer(@Nullable String text) {
        try {
            return text == null ? null : Projection.parse(text);
        } catch (IllegalArgumentException e) {
            errors.accept("consumer", "is vector or graph");
            return null;
        }
    }

    private @Nullable DeadLetterState state(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var state = DeadLetterState.of(text);
        if (state.isEmpty()) {
            errors.accept("state", "is open, replaying, replayed, skipped, superseded, parked or discarded");
        }
        return state.orElse(null);
    }

    private @Nullable String notBlank(String name, @Nullable String text) {
        if (text != null && text.isBlank()) {
            errors.accept(name, "must not be blank");
        }
        return text;
    }

    private @Nullable String group(@Nullable String text) {
        if (text != null && !GROUP.matcher(text).matches()) {
            errors.accept("group", "is to be 16 hexadecimal digits, as GET /dead-letters/groups gives them");
        }
        return text;
    }

    private @Nullable MemoryId memory(@Nullable String text) {
        if (text == null) {
            return null;
        }
        var id = MEMORY.matcher(text).matches() ? Long.parseLong(text) : 0;
        if (id < 1) {
            errors.accept("memory_id", "is to be a memory id, a positive number");
            return null;
        }
        return new MemoryId(id);
    }

    private static @Nullable String memory(JsonObjectReader fields, String name) {
        return Optional.ofNullable(fields.number(name, 1, Long.MAX_VALUE))
                .map(number -> number.stripTrailingZeros().toPlainString())
                .orElse(null);
    }
}
