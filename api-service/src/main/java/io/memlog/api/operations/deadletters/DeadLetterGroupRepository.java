package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

/// Groups dead letters by their cause.
@Component
record DeadLetterGroupRepository(DSLContext sql) {

    private static final Field<Long> COUNT = DSL.count().cast(Long.class).as("dead_letters");
    private static final Field<Instant> FIRST_SEEN =
            DSL.min(DEAD_LETTER.FIRST_SEEN).as("first");
    private static final Field<Instant> LAST_SEEN =
            DSL.max(DEAD_LETTER.LAST_SEEN).as("last");
    private static final List<Field<Long>> COUNT_BY_STATE = Arrays.stream(DeadLetterState.values())
            .map(state -> DSL.count()
                    .filterWhere(DEAD_LETTER.STATE.eq(state.wireName()))
                    .cast(Long.class)
                    .as(state.wireName()))
            .toList();

    /// The dead letters of one consumer with the same cause, as they leave over HTTP.
    ///
    /// @param reason  of the example
    /// @param byState by the wire name of the state
    /// @param example the newest of them
    record Group(
            String group,
            Projection consumer,
            String reason,
            String cause,
            long count,
            Map<String, Long> byState,
            Instant firstSeen,
            Instant lastSeen,
            UUID example) {}

    /// The largest groups first.
    List<Group> largest(DeadLetterFilter filter, int limit) {
        var counted = sql.select(DEAD_LETTER.GROUP_ID, COUNT, FIRST_SEEN, LAST_SEEN)
                .select(COUNT_BY_STATE)
                .from(DEAD_LETTER)
                .where(DeadLetterReadRepository.matches(filter))
                .groupBy(DEAD_LETTER.GROUP_ID)
                .orderBy(COUNT.desc(), LAST_SEEN.desc(), DEAD_LETTER.GROUP_ID)
                .limit(limit)
                .fetch();
        var examples = examples(counted.getValues(DEAD_LETTER.GROUP_ID), filter);
        return counted.stream()
                .flatMap(row -> Stream.ofNullable(examples.get(row.get(DEAD_LETTER.GROUP_ID)))
                        .map(example -> group(row, example)))
                .toList();
    }

    private Map<String, Record> examples(List<String> groups, DeadLetterFilter filter) {
        if (groups.isEmpty()) {
            return Map.of();
        }
        var columns = List.of(
                DEAD_LETTER.ID, DEAD_LETTER.GROUP_ID, DEAD_LETTER.CONSUMER, DEAD_LETTER.REASON, DEAD_LETTER.CAUSE);
        var ids = DSL.unnest(groups.toArray(String[]::new)).as("wanted", "id");
        var newest = DSL.select(columns)
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.GROUP_ID.eq(ids.field("id", String.class)))
                .and(DeadLetterReadRepository.matches(filter))
                .orderBy(DEAD_LETTER.FIRST_SEEN.desc(), DEAD_LETTER.ID.desc())
                .limit(1);
        return sql.select(columns).from(ids, DSL.lateral(newest.asTable(DEAD_LETTER.getName()))).fetch().stream()
                .collect(Collectors.toMap(row -> row.get(DEAD_LETTER.GROUP_ID), Function.identity()));
    }

    private static Group group(Record counted, Record example) {
        Map<String, Long> byState = new LinkedHashMap<>();
        COUNT_BY_STATE.forEach(count -> byState.put(count.getName(), counted.get(count)));
        return new Group(
                counted.get(DEAD_LETTER.GROUP_ID),
                Projection.parse(example.get(DEAD_LETTER.CONSUMER)),
                example.get(DEAD_LETTER.REASON),
                example.get(DEAD_LETTER.CAUSE),
                counted.get(COUNT),
                byState,
                counted.get(FIRST_SEEN),
                counted.get(LAST_SEEN),
                example.get(DEAD_LETTER.ID));
    }
}
