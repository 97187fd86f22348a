package io.memlog.api.deadletters;

import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Giving up a letter, for good and with a reason.
@Component
final class Discarding {

    private final LetterJournal journal;
    private final TransactionOperations transaction;

    Discarding(LetterJournal journal, TransactionOperations transaction) {
        this.journal = journal;
        this.transaction = transaction;
    }

    /// @return the letter as it stands afterwards
    DeadLetter discard(LetterId id, String reason) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var letter = journal.hold(id).orElseThrow(() -> LetterPath.unknown(id));
            OperatorsHands.require(letter, "discarded");
            journal.record(List.of(new LetterEvent.Discarded(id, reason)));
            return journal.hold(id).orElseThrow();
        }));
    }
}
