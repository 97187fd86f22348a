package io.memlog.api.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.api.RunningService;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The constants that stand for tables say what the migrations made.
class TablesIT {

    private final DSLContext sql = RunningService.shared().bean(DSLContext.class);

    @ParameterizedTest
    @MethodSource("tables")
    void every_column_has_its_constant_and_the_other_way_round(String table, Class<?> constants)
            throws IllegalAccessException {
        var columns = sql.fetch("SELECT column_name FROM information_schema.columns WHERE table_name = ?", table)
                .map(row -> row.get(0, String.class));

        assertThat(constants(constants)).extracting(Field::getName).containsExactlyInAnyOrderElementsOf(columns);
    }

    static Stream<Arguments> tables() {
        return Stream.of(Arguments.of("memory_log", MemoryLogTable.class));
    }

    @Test
    void every_column_of_memory_log_can_be_read_as_its_constant_says() throws IllegalAccessException {
        RunningService.shared()
                .post("/memory-logs", "{\"task\":\"t\",\"user_id\":\"tables\",\"project_id\":\"p\",\"raw_data\":{}}");

        var row = sql.select(constants(MemoryLogTable.class))
                .from(MemoryLogTable.MEMORY_LOG)
                .orderBy(MemoryLogTable.MEMORY_ID.desc())
                .limit(1)
                .fetchSingle();

        assertThat(row.get(MemoryLogTable.VERSION)).isEqualTo(1L);
        assertThat(row.get(MemoryLogTable.TAGS)).isEmpty();
        assertThat(row.get(MemoryLogTable.DELETED_AT)).isNull();
    }

    private static List<Field<?>> constants(Class<?> table) throws IllegalAccessException {
        var fields = new java.util.ArrayList<Field<?>>();
        for (var constant : Arrays.stream(table.getDeclaredFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .toList()) {
            if (constant.get(null) instanceof Field<?> column) {
                fields.add(column);
            }
        }
        return fields;
    }
}
