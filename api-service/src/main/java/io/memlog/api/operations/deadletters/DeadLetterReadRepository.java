package io.memlog.api.operations.deadletters;

import static io.memlog.api.tables.Tables.DEAD_LETTER;

import io.memlog.api.http.Keyset;
import io.memlog.schemas.json.WireEnum;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.topic.Projection;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Reads dead letters.
@Component
record DeadLetterReadRepository(
        DSLContext sql, DeadLetterHistoryRepository histories, DeadLetterProperties properties, Clock clock) {

    /// Large columns, which PostgreSQL stores apart from the row.
    private static final Set<Field<?>> LARGE_COLUMNS =
            Set.of(DEAD_LETTER.CAUSE, DEAD_LETTER.STACK, DEAD_LETTER.KEY, DEAD_LETTER.VALUE, DEAD_LETTER.HEADERS);

    static final List<Field<?>> COLUMNS = Arrays.stream(DEAD_LETTER.fields())
            .filter(column -> !LARGE_COLUMNS.contains(column))
            .toList();

    /// Equal to the expressions of the index `dead_letter_in_order_of_replay`.
    private static final String REPLAY_ORDER = """
            coalesce(dead_letter.memory_id, 0), coalesce(dead_letter.version, 0), dead_letter.original_topic,
            dead_letter.original_partition, dead_letter.original_offset, dead_letter.id\
            """;

    /// @param headers a JSON array of `{"name","value"}`, each value in base64
    @SuppressWarnings("ArrayRecordComponent")
    record Detail(
            DeadLetter deadLetter, String stack, byte @Nullable [] value, String headers, DeadLetterHistory history) {}

    /// Newest first.
    ///
    /// @param after the last dead letter of the previous page
    List<DeadLetter> list(DeadLetterFilter filter, @Nullable Keyset after, int limit) {
        return select(matches(filter)
                        .and(given(
                                after,
                                last -> DSL.row(DEAD_LETTER.FIRST_SEEN, DEAD_LETTER.ID)
                                        .lt(last.time(), last.id()))))
                .orderBy(DEAD_LETTER.FIRST_SEEN.desc(), DEAD_LETTER.ID.desc())
                .limit(limit)
                .fetch(DeadLetterReadRepository::deadLetter);
    }

    List<DeadLetter> find(Collection<DeadLetterId> ids) {
        return select(DEAD_LETTER.ID.eq(DSL.any(uuids(ids)))).fetch(DeadLetterReadRepository::deadLetter);
    }

    Optional<Detail> findDetail(DeadLetterId id) {
        return Optional.ofNullable(histories.find(Set.of(id)).get(id))
                .flatMap(history -> sql.selectFrom(DEAD_LETTER)
                        .where(DEAD_LETTER.ID.eq(id.value()))
                        .fetchOptional(row -> new Detail(
                                deadLetter(row),
                                row.get(DEAD_LETTER.STACK),
                                row.get(DEAD_LETTER.VALUE),
                                row.get(DEAD_LETTER.HEADERS).data(),
                                history)));
    }

    /// Counts the open, replaying and parked dead letters.
    DeadLetterCounts count() {
        return new DeadLetterCounts(sql.select(
                        DEAD_LETTER.CONSUMER,
                        DEAD_LETTER.REASON,
                        DEAD_LETTER.RETRY_CLASS,
                        DEAD_LETTER.STATE,
                        DSL.count(),
                        DSL.min(DEAD_LETTER.FIRST_SEEN))
                .from(DEAD_LETTER)
                .where(DEAD_LETTER.STATE.in(DSL.inline("open"), DSL.inline("replaying"), DSL.inline("parked")))
                .groupBy(DEAD_LETTER.CONSUMER, DEAD_LETTER.REASON, DEAD_LETTER.RETRY_CLASS, DEAD_LETTER.STATE)
                .fetch(row -> new DeadLetterCounts.Row(
                        Projection.parse(row.get(DEAD_LETTER.CONSUMER)),
                        row.get(DEAD_LETTER.REASON),
                        Failure.Cause.of(row.get(DEAD_LETTER.REASON), "", "", row.get(DEAD_LETTER.RETRY_CLASS))
                                .retryClass(),
                        state(row),
                        (long) row.value5(),
                        row.value6())));
    }

    long countReplayable(DeadLetterReplayRequest request, Instant seenBy) {
        return sql.fetchCount(DEAD_LETTER, isReplayable(request, seenBy));
    }

    /// In the order of the replay.
    ///
    /// @param after only dead letters after this key, where given
    List<DeadLetter> findReplayable(
            DeadLetterReplayRequest request, Instant seenBy, @Nullable ReplayOrderKey after, int limit) {
        return select(isReplayable(request, seenBy)
                        .and(given(
                                after,
                                key -> DSL.condition(
                                        "(" + REPLAY_ORDER + ") > (?, ?, ?, ?, ?, ?)",
                                        key.memory(),
                                        key.version(),
                                        key.topic(),
                                        key.partition(),
                                        key.offset(),
                                        key.deadLetter()))))
                .orderBy(DSL.field(REPLAY_ORDER))
                .limit(limit)
                .fetch(DeadLetterReadRepository::deadLetter);
    }

    private SelectConditionStep<Record> select(Condition condition) {
        return sql.select(COLUMNS).from(DEAD_LETTER).where(condition);
    }

    /// Open ones are, and those whose replay was not acknowledged in time. Truncated ones are not.
    boolean isReplayable(DeadLetter deadLetter) {
        return !deadLetter.truncated()
                && (deadLetter.state() == DeadLetterState.OPEN
                        || (deadLetter.state() == DeadLetterState.REPLAYING
                                && deadLetter.snapshot().changedAt().isBefore(unacknowledgedSince())));
    }

    private Condition isReplayable(DeadLetterReplayRequest request, Instant seenBy) {
        return matches(request.filter() == null ? DeadLetterFilter.ALL : request.filter())
                .and(DEAD_LETTER.STATE.in(DSL.inline("open"), DSL.inline("replaying")))
                .and(DSL.not(DEAD_LETTER.TRUNCATED))
                .and(DEAD_LETTER.STATE.eq("open").or(DEAD_LETTER.CHANGED_AT.lt(unacknowledgedSince())))
                .and(
                        request.ids().isEmpty()
                                ? DEAD_LETTER.FIRST_SEEN.le(seenBy)
                                : DEAD_LETTER.ID.eq(DSL.any(uuids(request.ids()))));
    }

    /// A replay that was requested before this time counts as lost.
    private Instant unacknowledgedSince() {
        return clock.instant().minus(properties.replayTimeout());
    }

    static Condition matches(DeadLetterFilter filter) {
        return given(filter.consumer(), consumer -> DEAD_LETTER.CONSUMER.eq(consumer.wireName()))
                .and(given(filter.reason(), DEAD_LETTER.REASON::eq))
                .and(given(filter.memory(), memory -> DEAD_LETTER.MEMORY_ID.eq(memory.value())))
                .and(given(filter.userId(), DEAD_LETTER.USER_ID::eq))
                .and(given(filter.projectId(), DEAD_LETTER.PROJECT_ID::eq))
                .and(given(filter.group(), DEAD_LETTER.GROUP_ID::eq))
                .and(given(filter.state(), state -> DEAD_LETTER.STATE.eq(state.wireName())))
                .and(given(filter.from(), from -> DEAD_LETTER.FIRST_SEEN.ge(from.first())))
                .and(given(filter.to(), to -> DEAD_LETTER.FIRST_SEEN.le(to.last())));
    }

    private static <T> Condition given(@Nullable T value, Function<T, Condition> condition) {
        return value == null ? DSL.noCondition() : condition.apply(value);
    }

    static DeadLetter deadLetter(Record row) {
        var memory = row.get(DEAD_LETTER.MEMORY_ID);
        var time = row.get(DEAD_LETTER.ORIGINAL_TIMESTAMP);
        return new DeadLetter(
                new DeadLetterId(row.get(DEAD_LETTER.ID)),
                Projection.parse(row.get(DEAD_LETTER.CONSUMER)),
                row.get(DEAD_LETTER.GROUP_ID),
                Failure.Cause.of(
                        row.get(DEAD_LETTER.REASON),
                        row.get(DEAD_LETTER.EXCEPTION),
                        row.get(DEAD_LETTER.MESSAGE),
                        row.get(DEAD_LETTER.RETRY_CLASS)),
                new EventSubject(
                        memory == null ? null : new MemoryId(memory),
                        row.get(DEAD_LETTER.VERSION),
                        row.get(DEAD_LETTER.USER_ID),
                        row.get(DEAD_LETTER.PROJECT_ID),
                        row.get(DEAD_LETTER.TYPE)),
                new OriginalRecord(
                        new RecordPosition(
                                row.get(DEAD_LETTER.ORIGINAL_TOPIC),
                                row.get(DEAD_LETTER.ORIGINAL_PARTITION),
                                row.get(DEAD_LETTER.ORIGINAL_OFFSET)),
                        time == null ? null : time.toEpochMilli()),
                row.get(DEAD_LETTER.TRUNCATED),
                new DeadLetterSnapshot(
                        state(row),
                        row.get(DEAD_LETTER.ATTEMPTS),
                        row.get(DEAD_LETTER.REPLAYS),
                        row.get(DEAD_LETTER.FAILED_REPLAYS),
                        row.get(DEAD_LETTER.FIRST_SEEN),
                        row.get(DEAD_LETTER.LAST_SEEN),
                        row.get(DEAD_LETTER.CHANGED_AT),
                        row.get(DEAD_LETTER.NEXT_RETRY_AT),
                        row.get(DEAD_LETTER.JOB_ID)));
    }

    static DeadLetterState state(Record row) {
        return WireEnum.parse(DeadLetterState.class, row.get(DEAD_LETTER.STATE));
    }

    static UUID[] uuids(Collection<DeadLetterId> ids) {
        return ids.stream().map(DeadLetterId::value).toArray(UUID[]::new);
    }
}
