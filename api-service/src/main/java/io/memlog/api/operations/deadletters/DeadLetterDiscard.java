package io.memlog.api.operations.deadletters;

import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Giving up a letter, for good and with a reason.
@Component
final class DeadLetterDiscard {

    private final DeadLetterEventLog journal;
    private final TransactionOperations transaction;

    DeadLetterDiscard(DeadLetterEventLog journal, TransactionOperations transaction) {
        this.journal = journal;
        this.transaction = transaction;
    }

    /// @return the letter as it stands afterwards
    DeadLetter discard(DeadLetterId id, String reason) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var letter = journal.hold(id).orElseThrow(() -> DeadLetterIdParser.unknown(id));
            OperatorActions.require(letter, "discarded");
            journal.record(List.of(new DeadLetterEvent.Discarded(id, reason)));
            return journal.hold(id).orElseThrow();
        }));
    }
}
