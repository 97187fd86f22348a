package io.memlog.api.postgres;

import static io.memlog.api.postgres.DeadLetterTable.CONSUMER;
import static io.memlog.api.postgres.DeadLetterTable.DEAD_LETTER;
import static io.memlog.api.postgres.DeadLetterTable.ID;

import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.LetterEvent;
import io.memlog.api.deadletters.LetterFacts;
import io.memlog.api.deadletters.LetterId;
import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.springframework.stereotype.Component;

@Component
final class PostgresLetterFacts implements LetterFacts {

    private final DSLContext sql;
    private final LetterEventRows events;
    private final LetterStandings standings;

    PostgresLetterFacts(DSLContext sql, LetterEventRows events, LetterStandings standings) {
        this.sql = sql;
        this.events = events;
        this.standings = standings;
    }

    @Override
    public List<DeadLetter> hold(Collection<LetterId> letters) {
        events.lock(letters);
        return sql.select(DeadLetterRows.READ)
                .from(DEAD_LETTER)
                .where(isOneOf(letters))
                .fetch(DeadLetterRows::letter);
    }

    @Override
    public List<Noted> append(Collection<? extends LetterEvent> happened) {
        Set<LetterId> letters = happened.stream().map(LetterEvent::letter).collect(Collectors.toSet());
        events.lock(letters);
        var fresh = events.append(happened);
        standings.update(standings.of(letters));
        var consumers = consumers(letters);
        return fresh.stream()
                .map(event -> new Noted(event, consumers.get(event.letter())))
                .toList();
    }

    private Map<LetterId, Projection> consumers(Set<LetterId> letters) {
        return sql.select(ID, CONSUMER)
                .from(DEAD_LETTER)
                .where(isOneOf(letters))
                .fetchMap(row -> new LetterId(row.value1()), row -> Projection.parse(row.value2()));
    }

    private static Condition isOneOf(Collection<LetterId> letters) {
        return ID.eq(DSL.any(letters.stream().map(LetterId::value).toArray(UUID[]::new)));
    }
}
