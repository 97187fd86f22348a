package io.memlog.eventstore.postgres;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.servers.TestDatabase;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablesIT {

    private static final TestDatabase DATABASE = TestDatabase.create().migrated();

    @Test
    void every_column_that_the_code_names_is_in_the_database_with_its_type() {
        var named = constants(EventTable.class, org.jooq.Field.class)
                .map(column -> column.getName() + " " + typeName(column))
                .collect(toSet());

        assertThat(columns(EventTable.TABLE.getName())).isNotEmpty().containsAll(named);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event", "outbox", "outbox_parked"})
    void nothing_in_the_log_is_binary_json(String table) {
        assertThat(columns(table)).isNotEmpty().noneMatch(column -> column.endsWith("jsonb"));
    }

    private static Set<String> columns(String table) {
        return DATABASE
                .sql()
                .fetch(
                        "select column_name || ' ' || data_type from information_schema.columns where table_name = ?",
                        table)
                .getValues(0, String.class)
                .stream()
                .collect(toSet());
    }

    private static String typeName(org.jooq.Field<?> column) {
        var type = column.getDataType().getType();
        return switch (type.getSimpleName()) {
            case "Long" -> "bigint";
            case "Integer" -> "integer";
            case "String" -> "text";
            case "JSON" -> "json";
            case "Instant" -> "timestamp with time zone";
            default -> throw new AssertionError("no expectation for " + type);
        };
    }

    private static <T> Stream<T> constants(Class<?> owner, Class<T> type) {
        return Stream.of(owner.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && type.isAssignableFrom(field.getType()))
                .map(field -> type.cast(value(field)));
    }

    private static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }
}
