package io.memlog.api.operations.deadletters;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toUnmodifiableList;

import io.memlog.api.memory.projection.ReplayOutcomeListener;
import io.memlog.api.operations.deadletters.DeadLetterWriteRepository.NewRow;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Finds dead letters, and adds to their histories failures and events, up to thousands at a time, within the caller's
/// transaction. Each is then projected from its whole history. A caller that also changes memories does so afterwards:
/// dead letters are locked first.
@Component
public final class DeadLetters implements ReplayOutcomeListener {

    private final DeadLetterReadRepository reads;
    private final DeadLetterHistoryRepository histories;
    private final DeadLetterWriteRepository writes;
    private final DeadLetterMeters meters;

    DeadLetters(
            DeadLetterReadRepository reads,
            DeadLetterHistoryRepository histories,
            DeadLetterWriteRepository writes,
            DeadLetterMeters meters) {
        this.reads = reads;
        this.histories = histories;
        this.writes = writes;
        this.meters = meters;
    }

    public Optional<DeadLetter> find(DeadLetterId id) {
        return reads.find(List.of(id)).stream().findFirst();
    }

    /// Counts the open, replaying and parked dead letters.
    public DeadLetterCounts count() {
        return reads.count();
    }

    /// Whether the dead letter can be replayed in its state.
    public boolean isReplayable(DeadLetter deadLetter) {
        return reads.isReplayable(deadLetter);
    }

    public long countReplayable(DeadLetterReplayRequest request, Instant seenBy) {
        return reads.countReplayable(request, seenBy);
    }

    /// The next dead letters in the order of the replay; their state can change until they are locked.
    ///
    /// @param seenBy excludes those that match a filter and failed first after this time
    /// @param after  the last one of the previous page
    public List<DeadLetter> findReplayable(
            DeadLetterReplayRequest request, Instant seenBy, @Nullable ReplayOrderKey after, int limit) {
        return reads.findReplayable(request, seenBy, after, limit);
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
                .collect(toMap(DeadLetter::id, Function.identity()));
        var appended = histories.append(List.copyOf(events), deadLetters);
        writes.updateSnapshots(histories.find(deadLetters.keySet()));
        DeadLetterMeters.afterCommit(() ->
                appended.forEach(event -> Optional.ofNullable(deadLetters.get(event.deadLetter()))
                        .ifPresent(deadLetter -> meters.count(event, deadLetter.consumer()))));
        return appended;
    }

    /// Adds the failures first and then projects each dead letter from its whole history, because replays,
    /// events and failures become known in any order.
    void addFailures(List<IndexedDeadLetter> records) {
        if (records.isEmpty()) {
            return;
        }
        var byId = records.stream().collect(groupingBy(IndexedDeadLetter::id, TreeMap::new, toUnmodifiableList()));
        writes.lock(byId.keySet());
        var added = histories.addFailures(earliest(records));
        var found = histories.find(byId.keySet());
        var known = writes.findKnown(byId.keySet());
        List<NewRow> newRows = new ArrayList<>();
        List<IndexedDeadLetter> newContent = new ArrayList<>();
        List<IndexedDeadLetter> newOrigins = new ArrayList<>();
        found.forEach((id, history) -> {
            var ownRecords = Objects.requireNonNull(byId.get(id));
            var first = recordOf(history.failures().getFirst(), ownRecords);
            var last = recordOf(history.failures().getLast(), ownRecords);
            if (known.contains(id)) {
                last.ifPresent(newContent::add);
                first.ifPresent(newOrigins::add);
            } else {
                newRows.add(new NewRow(last.orElseThrow(), first.orElseThrow(), history));
            }
        });
        writes.insert(newRows);
        writes.updateContent(newContent);
        writes.updateOrigin(newOrigins);
        countFailedReplays(added, found);
        found.keySet().retainAll(known);
        writes.updateSnapshots(found);
    }

    /// One record for each dead letter and replay.
    private static Collection<IndexedDeadLetter> earliest(List<IndexedDeadLetter> records) {
        return records.stream()
                .collect(toMap(
                        record -> Map.entry(record.id(), record.failure().replay()),
                        Function.identity(),
                        BinaryOperator.minBy(Comparator.comparing(IndexedDeadLetter::failure, Failure.ORDER))))
                .values();
    }

    private static Optional<IndexedDeadLetter> recordOf(Failure failure, List<IndexedDeadLetter> records) {
        return records.stream()
                .filter(record -> record.failure().position().equals(failure.position()))
                .findFirst();
    }

    private void countFailedReplays(List<IndexedDeadLetter> added, Map<DeadLetterId, DeadLetterHistory> found) {
        Set<DeadLetterId> parked = new HashSet<>();
        found.forEach((id, history) -> {
            if (writes.isParked(history)) {
                parked.add(id);
            }
        });
        DeadLetterMeters.afterCommit(() -> added.stream()
                .filter(record -> record.failure().replay() > 0)
                .forEach(record -> meters.countFailedReplay(record.consumer(), parked.remove(record.id()))));
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
}
