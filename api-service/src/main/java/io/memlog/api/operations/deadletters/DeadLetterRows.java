package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterColumns.ATTEMPTS;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.CHANGED_AT;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.CONSUMER;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.EXCEPTION;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.FAILED_REPLAYS;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.FIRST_SEEN;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.GROUP_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.JOB_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.LAST_SEEN;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.MEMORY_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.MESSAGE;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ORIGINAL_OFFSET;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ORIGINAL_PARTITION;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ORIGINAL_TIMESTAMP;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ORIGINAL_TOPIC;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.PROJECT_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.REASON;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.REPLAYS;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.STATE;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.TYPE;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.USER_ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.VERSION;

import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/// How dead letters are chosen and read.
public final class DeadLetterRows {

    /// What [#letter] reads.
    public static final List<Field<?>> READ = List.of(
            ID,
            CONSUMER,
            STATE,
            GROUP_ID,
            REASON,
            EXCEPTION,
            MESSAGE,
            MEMORY_ID,
            VERSION,
            USER_ID,
            PROJECT_ID,
            TYPE,
            ORIGINAL_TOPIC,
            ORIGINAL_PARTITION,
            ORIGINAL_OFFSET,
            ORIGINAL_TIMESTAMP,
            ATTEMPTS,
            REPLAYS,
            FAILED_REPLAYS,
            FIRST_SEEN,
            LAST_SEEN,
            CHANGED_AT,
            JOB_ID);

    private DeadLetterRows() {}

    public static Condition matches(DeadLetterFilter filter) {
        var condition = DSL.noCondition()
                .and(equal(
                        CONSUMER,
                        filter.consumer() == null ? null : filter.consumer().wireName()))
                .and(equal(REASON, filter.reason()))
                .and(equal(
                        MEMORY_ID,
                        filter.memory() == null ? null : filter.memory().value()))
                .and(equal(USER_ID, filter.userId()))
                .and(equal(PROJECT_ID, filter.projectId()))
                .and(equal(GROUP_ID, filter.group()))
                .and(equal(STATE, filter.state() == null ? null : filter.state().wireName()));
        if (filter.from() != null) {
            condition = condition.and(FIRST_SEEN.ge(utc(filter.from())));
        }
        if (filter.to() != null) {
            condition = condition.and(FIRST_SEEN.le(utc(filter.to())));
        }
        return condition;
    }

    public static DeadLetter letter(Record row) {
        return new DeadLetter(
                new DeadLetterId(row.get(ID)),
                Projection.parse(row.get(CONSUMER)),
                state(row),
                row.get(GROUP_ID),
                new Cause(row.get(REASON), row.get(EXCEPTION), row.get(MESSAGE)),
                subject(row),
                origin(row),
                row.get(ATTEMPTS),
                row.get(REPLAYS),
                row.get(FAILED_REPLAYS),
                time(row, FIRST_SEEN),
                time(row, LAST_SEEN),
                time(row, CHANGED_AT),
                row.get(JOB_ID));
    }

    private static DeadLetterState state(Record row) {
        return DeadLetterState.of(row.get(STATE)).orElseThrow();
    }

    private static EventSubject subject(Record row) {
        var memory = row.get(MEMORY_ID);
        return new EventSubject(
                memory == null ? null : new MemoryId(memory),
                row.get(VERSION),
                row.get(USER_ID),
                row.get(PROJECT_ID),
                row.get(TYPE));
    }

    private static OriginalRecord origin(Record row) {
        var time = row.get(ORIGINAL_TIMESTAMP);
        return new OriginalRecord(
                new RecordPosition(row.get(ORIGINAL_TOPIC), row.get(ORIGINAL_PARTITION), row.get(ORIGINAL_OFFSET)),
                time == null ? null : time.toInstant().toEpochMilli());
    }

    private static <T> Condition equal(Field<T> column, @Nullable T value) {
        return value == null ? DSL.noCondition() : column.eq(value);
    }

    private static Instant time(Record row, Field<OffsetDateTime> column) {
        return Objects.requireNonNull(row.get(column)).toInstant();
    }

    public static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }
}
