package io.memlog.api.operations.deadletters;

import static io.memlog.api.operations.deadletters.DeadLetterColumns.DEAD_LETTER;
import static io.memlog.api.operations.deadletters.DeadLetterColumns.ID;

import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.schemas.topic.Projection;
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

/// The events of letters, in the log, and the letters that they change. Everything happens within the
/// caller's transaction; a letter that was named stays locked until its end, so that nobody else decides
/// about it.
@Component
final class DeadLetterFactRepository {

    private final DSLContext sql;
    private final DeadLetterEventRows events;
    private final DeadLetterSnapshotRows standings;
    private final EventStore log;

    DeadLetterFactRepository(
            DSLContext sql, DeadLetterEventRows events, DeadLetterSnapshotRows standings, EventStore log) {
        this.sql = sql;
        this.log = log;
        this.events = events;
        this.standings = standings;
    }

    /// Locks these letters and returns those that are known.
    public List<DeadLetter> hold(Collection<DeadLetterId> letters) {
        events.lock(letters);
        return sql.select(DeadLetterRows.READ)
                .from(DEAD_LETTER)
                .where(isOneOf(letters))
                .fetch(DeadLetterRows::letter);
    }

    /// Writes down what is not in the log yet, lets the letters stand where that puts them, and returns what
    /// was new. A letter that is not indexed yet will stand there as soon as it is.
    public List<Noted> append(Collection<? extends DeadLetterEvent> happened) {
        var letters = hold(happened.stream().map(DeadLetterEvent::letter).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(DeadLetter::id, Function.identity()));
        var events = List.<DeadLetterEvent>copyOf(happened);
        var results = log.appendAll(events.stream()
                .map(event -> append(event, letters.get(event.letter())))
                .toList());
        standings.refresh(letters.keySet());
        return IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof AppendResult.Appended)
                .mapToObj(i -> noted(events.get(i), letters.get(events.get(i).letter())))
                .toList();
    }

    private static Noted noted(DeadLetterEvent event, @Nullable DeadLetter letter) {
        return new Noted(event, letter == null ? null : letter.consumer());
    }

    private static Append append(DeadLetterEvent event, @Nullable DeadLetter letter) {
        return new Append(event.letter().stream(), ExpectedVersion.any(), List.of(newEvent(event, letter)));
    }

    private static NewEvent newEvent(DeadLetterEvent event, @Nullable DeadLetter letter) {
        var context = letter == null
                ? EventContext.NONE
                : new EventContext(letter.subject().userId(), letter.subject().projectId(), null, null, null, null);
        return new NewEvent(
                DeadLetterEventCodec.eventId(event),
                DeadLetterEventCodec.type(event),
                DeadLetterEventCodec.data(event),
                "{}",
                context,
                null);
    }

    private static Condition isOneOf(Collection<DeadLetterId> letters) {
        return ID.eq(DSL.any(letters.stream().map(DeadLetterId::value).toArray(UUID[]::new)));
    }

    /// An event that is new in the log.
    ///
    /// @param consumer of the letter; null while the letter is not indexed
    public record Noted(DeadLetterEvent event, @Nullable Projection consumer) {}
}
