package io.memlog.api.postgres;

import static io.memlog.api.postgres.DeadLetterTable.DEAD_LETTER;
import static io.memlog.api.postgres.DeadLetterTable.ID;

import io.memlog.api.deadletters.DeadLetter;
import io.memlog.api.deadletters.LetterEvent;
import io.memlog.api.deadletters.LetterEventCodec;
import io.memlog.api.deadletters.LetterFacts;
import io.memlog.api.deadletters.LetterId;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

@Component
final class PostgresLetterFacts implements LetterFacts {

    private final DSLContext sql;
    private final LetterEventRows events;
    private final LetterStandings standings;
    private final EventStore log;

    PostgresLetterFacts(DSLContext sql, LetterEventRows events, LetterStandings standings, EventStore log) {
        this.sql = sql;
        this.log = log;
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
        var letters = hold(happened.stream().map(LetterEvent::letter).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(DeadLetter::id, Function.identity()));
        var events = List.<LetterEvent>copyOf(happened);
        var results = log.appendAll(events.stream()
                .map(event -> append(event, letters.get(event.letter())))
                .toList());
        standings.refresh(letters.keySet());
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof AppendResult.Appended)
                .mapToObj(i -> noted(events.get(i), letters.get(events.get(i).letter())))
                .toList();
    }

    private static Noted noted(LetterEvent event, @Nullable DeadLetter letter) {
        return new Noted(event, letter == null ? null : letter.consumer());
    }

    private static Append append(LetterEvent event, @Nullable DeadLetter letter) {
        return new Append(event.letter().stream(), ExpectedVersion.any(), List.of(newEvent(event, letter)));
    }

    private static NewEvent newEvent(LetterEvent event, @Nullable DeadLetter letter) {
        var context = letter == null
                ? EventContext.NONE
                : new EventContext(letter.subject().userId(), letter.subject().projectId(), null, null, null, null);
        return new NewEvent(
                LetterEventCodec.eventId(event),
                LetterEventCodec.type(event),
                LetterEventCodec.data(event),
                "{}",
                context,
                null);
    }

    private static Condition isOneOf(Collection<LetterId> letters) {
        return ID.eq(DSL.any(letters.stream().map(LetterId::value).toArray(UUID[]::new)));
    }
}
