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
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Finds dead letters, and appends their events, up to thousands at a time, within the caller's transaction.
/// A caller that also changes memories does so afterwards: dead letters are locked first.
@Component
public final class DeadLetters implements ReplayOutcomeListener {

    private final DeadLetterReadRepository reads;
    private final DeadLetterGroupRepository groups;
    private final DeadLetterHistoryRepository histories;
    private final DeadLetterWriteRepository writes;
    private final EventStore log;
    private final DeadLetterMeters meters;

    DeadLetters(
            DeadLetterReadRepository reads,
            DeadLetterGroupRepository groups,
            DeadLetterHistoryRepository histories,
            DeadLetterWriteRepository writes,
            EventStore log,
            DeadLetterMeters meters) {
        this.reads = reads;
        this.groups = groups;
        this.histories = histories;
        this.writes = writes;
        this.log = log;
        this.meters = meters;
    }

    public Optional<DeadLetter> find(DeadLetterId id) {
        return reads.find(List.of(id)).stream().findFirst();
    }

    /// Counts the open, replaying and parked dead letters.
    public DeadLetterCounts count() {
        return groups.count();
    }

    public long countReplayable(ReplaySelection selection) {
        return reads.countReplayable(selection);
    }

    /// The next dead letters in the order of the replay; their state can change until they are locked.
    ///
    /// @param after the last one of the previous page
    public List<DeadLetter> findReplayable(ReplaySelection selection, @Nullable ReplayOrderKey after, int limit) {
        return reads.findReplayable(selection, after, limit);
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
        DeadLetterMeters.afterCommit(() ->
                appended.forEach(event -> Optional.ofNullable(deadLetters.get(event.deadLetter()))
                        .ifPresent(deadLetter -> meters.count(event, deadLetter.consumer()))));
        return appended;
    }

    @Override
    public void replayed(List<ProjectionReplayed> outcomes) {
        append(outcomes.stream().map(DeadLetters::event).toList());
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
        var newEvent = new NewEvent(event.eventId(), event.type(), event.data(), "{}", context, null);
        return new Append(event.deadLetter().stream(), ExpectedVersion.any(), List.of(newEvent));
    }
}
