package io.memlog.api.operations.deadletters;

import io.memlog.api.memory.projection.ReplayOutcomeListener;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventContext;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.ExpectedVersion;
import io.memlog.eventstore.NewEvent;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Appends the events of dead letters, up to thousands at a time, within the caller's transaction. A caller
/// that also changes memories does so afterwards: dead letters are locked first.
@Component
public final class DeadLetterEventLog implements ReplayOutcomeListener {

    private final DeadLetterReadRepository reads;
    private final DeadLetterHistoryRepository histories;
    private final DeadLetterWriteRepository writes;
    private final EventStore log;
    private final DeadLetterMeters meters;

    DeadLetterEventLog(
            DeadLetterReadRepository reads,
            DeadLetterHistoryRepository histories,
            DeadLetterWriteRepository writes,
            EventStore log,
            DeadLetterMeters meters) {
        this.reads = reads;
        this.histories = histories;
        this.writes = writes;
        this.log = log;
        this.meters = meters;
    }

    /// Locks the dead letter until the transaction ends; empty when it is not indexed.
    public Optional<DeadLetter> lock(DeadLetterId id) {
        return lock(List.of(id)).stream().findFirst();
    }

    /// Locks the dead letters until the transaction ends and returns those that are indexed.
    public List<DeadLetter> lock(Collection<DeadLetterId> ids) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("dead letters are locked and changed within a transaction");
        }
        writes.lock(ids);
        return reads.find(ids);
    }

    /// Appends the events that the log does not hold yet, projects their dead letters and returns the appended
    /// events. A dead letter that is not indexed yet is projected when it is.
    public List<DeadLetterEvent> append(Collection<? extends DeadLetterEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        var deadLetters = lock(events.stream().map(DeadLetterEvent::deadLetter).collect(Collectors.toSet())).stream()
                .collect(Collectors.toMap(DeadLetter::id, Function.identity()));
        var candidates = List.<DeadLetterEvent>copyOf(events);
        var results = log.appendAll(candidates.stream()
                .map(event -> append(event, deadLetters.get(event.deadLetter())))
                .toList());
        writes.updateSnapshots(histories.find(deadLetters.keySet()));
        var appended = IntStream.range(0, results.size())
                .filter(i -> results.get(i) instanceof AppendResult.Appended)
                .mapToObj(candidates::get)
                .toList();
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                appended.forEach(event -> count(event, deadLetters));
            }
        });
        return appended;
    }

    @Override
    public void replayed(List<ProjectionReplayed> outcomes) {
        append(outcomes.stream().map(DeadLetterEventLog::event).toList());
    }

    private void count(DeadLetterEvent event, Map<DeadLetterId, DeadLetter> deadLetters) {
        var deadLetter = deadLetters.get(event.deadLetter());
        if (deadLetter != null) {
            meters.count(event, deadLetter.consumer());
        }
    }

    private static DeadLetterEvent event(ProjectionReplayed replayed) {
        var deadLetter = new DeadLetterId(replayed.deadLetter());
        return switch (replayed.outcome()) {
            case APPLIED -> new DeadLetterEvent.Replayed(deadLetter, replayed.replay());
            case SKIPPED ->
                new DeadLetterEvent.Skipped(deadLetter, replayed.replay(), ReplayOutcome.SKIPPED.wireName());
        };
    }

    private static Append append(DeadLetterEvent event, @Nullable DeadLetter deadLetter) {
        var context = deadLetter == null
                ? EventContext.NONE
                : new EventContext(
                        deadLetter.subject().userId(), deadLetter.subject().projectId(), null, null, null, null);
        var newEvent = new NewEvent(
                DeadLetterEventCodec.eventId(event),
                DeadLetterEventCodec.type(event),
                DeadLetterEventCodec.data(event),
                "{}",
                context,
                null);
        return new Append(event.deadLetter().stream(), ExpectedVersion.any(), List.of(newEvent));
    }
}
