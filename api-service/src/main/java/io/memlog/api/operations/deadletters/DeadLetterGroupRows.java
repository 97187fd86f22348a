package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterColumns.CAUSE;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.DEAD_LETTER;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.FIRST_SEEN;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.GROUP_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.LAST_SEEN;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.STATE;

import io.memlog.api.operations.deadletters.DeadLetterReadRepository.Group;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;

/// Letters counted by group: one pass over those that match, then the newest of each group as its example.
final class DeadLetterGroupRows {

    private static final Field<Long> LETTERS = DSL.count().cast(Long.class).as("letters");
    private static final Field<OffsetDateTime> FIRST = DSL.min(FIRST_SEEN).as("first");
    private static final Field<OffsetDateTime> LAST = DSL.max(LAST_SEEN).as("last");

    private static final Map<DeadLetterState, Field<Long>> BY_STATE = Arrays.stream(DeadLetterState.values())
            .collect(Collectors.toMap(
                    Function.identity(),
                    state -> DSL.count()
                            .filterWhere(STATE.eq(DSL.inline(state.wireName())))
                            .cast(Long.class)
                            .as(state.wireName())));

    private final DSLContext sql;

    DeadLetterGroupRows(DSLContext sql) {
        this.sql = sql;
    }

    List<Group> of(Condition condition, int most) {
        List<Field<?>> fields = new ArrayList<>(List.of(GROUP_ID, LETTERS, FIRST, LAST));
        fields.addAll(BY_STATE.values());
        var counted = sql.select(fields)
                .from(DEAD_LETTER)
                .where(condition)
                .groupBy(GROUP_ID)
                .orderBy(LETTERS.desc(), LAST.desc(), GROUP_ID)
                .limit(most)
                .fetch();
        var examples = examples(counted.getValues(GROUP_ID), condition);
        return counted.stream()
                .filter(row -> examples.containsKey(row.get(GROUP_ID)))
                .map(row -> group(row, Objects.requireNonNull(examples.get(row.get(GROUP_ID)))))
                .toList();
    }

    private Map<String, Record> examples(List<String> groups, Condition condition) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        List<Field<?>> fields = new ArrayList<>(DeadLetterRows.READ);
        fields.add(CAUSE);
        var wanted = DSL.unnest(groups.toArray(String[]::new)).as("wanted", "id");
        var newest = DSL.select(fields)
                .from(DEAD_LETTER)
                .where(GROUP_ID.eq(wanted.field("id", String.class)))
                .and(condition)
                .orderBy(FIRST_SEEN.desc(), ID.desc())
                .limit(1);
        return sql.select(fields).from(wanted, DSL.lateral(newest.asTable(DEAD_LETTER.getName()))).fetch().stream()
                .collect(Collectors.toMap(row -> row.get(GROUP_ID), Function.identity()));
    }

    private static Group group(Record counted, Record example) {
        Map<DeadLetterState, Long> byState = new EnumMap<>(DeadLetterState.class);
        BY_STATE.forEach((state, letters) -> byState.put(state, counted.get(letters)));
        return new Group(
                counted.get(GROUP_ID),
                DeadLetterRows.letter(example),
                example.get(CAUSE),
                counted.get(LETTERS),
                byState,
                time(counted, FIRST),
                time(counted, LAST));
    }

    private static Instant time(Record row, Field<OffsetDateTime> column) {
        return Objects.requireNonNull(row.get(column)).toInstant();
    }
}
