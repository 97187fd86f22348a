package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterColumns.CONSUMER;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.DEAD_LETTER;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.FIRST_SEEN;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.HEADERS;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ID;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.KEY;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.REASON;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.STACK;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.STATE;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.VALUE;

import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The dead letters as they stand.
@Component
public final class DeadLetterReadRepository {

    private static final List<String> UNSETTLED = List.of("open", "replaying", "parked");

    private final DSLContext sql;
    private final DeadLetterSnapshotRows standings;
    private final DeadLetterGroupRows groups;

    DeadLetterReadRepository(DSLContext sql, DeadLetterSnapshotRows standings) {
        this.sql = sql;
        this.standings = standings;
        this.groups = new DeadLetterGroupRows(sql);
    }

    /// What matches, newest first.
    ///
    /// @param behind only what follows this one, where given
    public List<DeadLetter> list(DeadLetterFilter filter, @Nullable Mark behind, int limit) {
        return sql.select(DeadLetterRows.READ)
                .from(DEAD_LETTER)
                .where(DeadLetterRows.matches(filter))
                .and(behind == null ? DSL.noCondition() : isBehind(behind))
                .orderBy(FIRST_SEEN.desc(), ID.desc())
                .limit(limit)
                .fetch(DeadLetterRows::letter);
    }

    /// What matches by consumer and cause, the largest groups first.
    public List<Group> groups(DeadLetterFilter filter, int most) {
        return groups.of(DeadLetterRows.matches(filter), most);
    }

    public Optional<Whole> find(DeadLetterId letter) {
        List<Field<?>> fields = new ArrayList<>(DeadLetterRows.READ);
        fields.addAll(List.of(STACK, KEY, VALUE, HEADERS));
        var row = sql.select(fields)
                .from(DEAD_LETTER)
                .where(ID.eq(letter.value()))
                .fetchOne();
        var past = standings.pasts(Set.of(letter)).get(letter);
        return row == null || past == null
                ? Optional.empty()
                : Optional.of(new Whole(DeadLetterRows.letter(row), row.get(STACK), message(row), past));
    }

    /// How many letters are open, replaying or parked.
    public DeadLetterCounts count() {
        var letters = DSL.count();
        var oldest = DSL.min(FIRST_SEEN);
        return new DeadLetterCounts(sql.select(CONSUMER, REASON, STATE, letters, oldest)
                .from(DEAD_LETTER)
                .where(STATE.in(UNSETTLED.stream().map(DSL::inline).toList()))
                .groupBy(CONSUMER, REASON, STATE)
                .fetch(row -> new DeadLetterCounts.Row(
                        Projection.parse(row.get(CONSUMER)),
                        row.get(REASON),
                        DeadLetterState.of(row.get(STATE)).orElseThrow(),
                        row.get(letters),
                        Objects.requireNonNull(row.get(oldest)).toInstant())));
    }

    private static Condition isBehind(Mark mark) {
        return DSL.row(FIRST_SEEN, ID)
                .lt(DeadLetterRows.utc(mark.firstSeen()), mark.id().value());
    }

    private static RawRecord message(Record row) {
        return new RawRecord(
                row.get(KEY),
                row.get(VALUE),
                Objects.requireNonNull(row.get(HEADERS)).data());
    }

    /// The place of a letter in a list.
    public record Mark(Instant firstSeen, DeadLetterId id) {}

    /// Letters of one cause.
    ///
    /// @param example one of them
    public record Group(
            String id,
            DeadLetter example,
            String causeText,
            long count,
            Map<DeadLetterState, Long> byState,
            Instant firstSeen,
            Instant lastSeen) {}

    /// A letter with its message and everything that is known of it.
    public record Whole(DeadLetter letter, String stack, RawRecord message, DeadLetterHistory past) {}
}
