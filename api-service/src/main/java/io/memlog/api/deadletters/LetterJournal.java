package io.memlog.api.deadletters;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// Writes down what is done about letters, a few or thousands at a time, within the caller's transaction.
/// Who changes memories in the same transaction does so afterwards: letters are locked first.
@Component
public final class LetterJournal {

    private final LetterFacts facts;
    private final DeadLetterMeters meters;

    LetterJournal(LetterFacts facts, DeadLetterMeters meters) {
        this.facts = facts;
        this.meters = meters;
    }

    /// The letter as it is; nobody else decides about it until the transaction ends.
    public Optional<DeadLetter> hold(LetterId letter) {
        return hold(List.of(letter)).stream().findFirst();
    }

    /// Those letters that are known; nobody else decides about them until the transaction ends.
    public List<DeadLetter> hold(Collection<LetterId> letters) {
        requireTransaction();
        return facts.hold(letters);
    }

    /// Writes the events down, each once whenever it is repeated, and returns those that were new. The
    /// letters stand accordingly when the transaction commits.
    public List<LetterEvent> record(Collection<? extends LetterEvent> events) {
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
        return noted.stream().map(LetterFacts.Noted::event).toList();
    }

    private static void requireTransaction() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("letters are locked and changed within a transaction");
        }
    }
}
