package io.memlog.api.operations.deadletters;

import io.memlog.api.memory.projection.ReplayOutcomeListener;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Writes down what is done about letters, a few or thousands at a time, within the caller's transaction.
/// Who changes memories in the same transaction does so afterwards: letters are locked first.
@Component
public final class DeadLetterEventLog implements ReplayOutcomeListener {

    private final DeadLetterFactRepository facts;
    private final DeadLetterMeters meters;

    DeadLetterEventLog(DeadLetterFactRepository facts, DeadLetterMeters meters) {
        this.facts = facts;
        this.meters = meters;
    }

    /// The letter as it is; nobody else decides about it until the transaction ends.
    public Optional<DeadLetter> hold(DeadLetterId letter) {
        return hold(List.of(letter)).stream().findFirst();
    }

    /// Those letters that are known; nobody else decides about them until the transaction ends.
    public List<DeadLetter> hold(Collection<DeadLetterId> letters) {
        requireTransaction();
        return facts.hold(letters);
    }

    /// Writes the events down, each once whenever it is repeated, and returns those that were new. The
    /// letters stand accordingly when the transaction commits.
    public List<DeadLetterEvent> record(Collection<? extends DeadLetterEvent> events) {
        if (events.isEmpty()) {
            return List.of();
        }
        requireTransaction();
        var noted = facts.append(events);
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                noted.forEach(meters::noted);
            }
        });
        return noted.stream().map(DeadLetterFactRepository.Noted::event).toList();
    }

    @Override
    public void replayed(List<ProjectionReplayed> outcomes) {
        record(outcomes.stream().map(DeadLetterEventLog::event).toList());
    }

    private static DeadLetterEvent event(ProjectionReplayed replayed) {
        var deadLetter = new DeadLetterId(replayed.deadLetter());
        return switch (replayed.outcome()) {
            case APPLIED -> new DeadLetterEvent.Replayed(deadLetter, replayed.replay());
            case SKIPPED ->
                new DeadLetterEvent.Skipped(deadLetter, replayed.replay(), ReplayOutcome.SKIPPED.wireName());
        };
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("letters are locked and changed within a transaction");
        }
    }
}
