package io.memlog.api.postgres;

import static io.memlog.api.postgres.DeadLetterTable.CONSUMER;
import static io.memlog.api.postgres.DeadLetterTable.DEAD_LETTER;
import static io.memlog.api.postgres.DeadLetterTable.FIRST_SEEN;
import static io.memlog.api.postgres.DeadLetterTable.HEADERS;
import static io.memlog.api.postgres.DeadLetterTable.ID;
import static io.memlog.api.postgres.DeadLetterTable.KEY;
import static io.memlog.api.postgres.DeadLetterTable.REASON;
import static io.memlog.api.postgres.DeadLetterTable.STACK;
import static io.memlog.api.postgres.DeadLetterTable.STATE;
import static io.memlog.api.postgres.DeadLetterTable.VALUE;

import io.memlog.api.deadletters.BuriedMessage;
import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.DeadLetterCounts;
import io.memlog.api.deadletters.DeadLetterFilter;
import io.memlog.api.deadletters.DeadLetters;
import io.memlog.api.deadletters.LetterId;
import io.memlog.api.deadletters.LetterState;
import io.memlog.schemas.topic.Projection;
import java.util.ArrayList;
import java.util.List;
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

@Component
final class PostgresDeadLetters implements DeadLetters {

    private static final List<String> UNSETTLED = List.of("open", "replaying", "parked");

    private final DSLContext sql;
    private final LetterStandings standings;
    private final LetterGroups groups;

    PostgresDeadLetters(DSLContext sql, LetterStandings standings) {
        this.sql = sql;
        this.standings = standings;
        this.groups = new LetterGroups(sql);
    }

    @Override
    public List<DeadLetter> list(DeadLetterFilter filter, @Nullable Mark behind, int limit) {
        return sql.select(DeadLetterRows.READ)
                .from(DEAD_LETTER)
                .where(DeadLetterRows.matches(filter))
                .and(behind == null ? DSL.noCondition() : isBehind(behind))
                .orderBy(FIRST_SEEN.desc(), ID.desc())
                .limit(limit)
                .fetch(DeadLetterRows::letter);
    }

    @Override
    public List<Group> groups(DeadLetterFilter filter, int most) {
        return groups.of(DeadLetterRows.matches(filter), most);
    }

    @Override
    public Optional<Whole> find(LetterId letter) {
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

    @Override
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
                        LetterState.of(row.get(STATE)).orElseThrow(),
                        row.get(letters),
                        Objects.requireNonNull(row.get(oldest)).toInstant())));
    }

    private static Condition isBehind(Mark mark) {
        return DSL.row(FIRST_SEEN, ID)
                .lt(DeadLetterRows.utc(mark.firstSeen()), mark.id().value());
    }

    private static BuriedMessage message(Record row) {
        return new BuriedMessage(
                row.get(KEY),
                row.get(VALUE),
                Objects.requireNonNull(row.get(HEADERS)).data());
    }
}
