package io.memlog.api.deadletters;

import io.memlog.api.changes.Change;
import io.memlog.api.changes.Changes;
import io.memlog.api.draft.Draft;
import io.memlog.api.problems.FieldError;
import io.memlog.api.problems.ProblemException;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Correcting what a letter holds: the correction becomes the memory's next version, through the log, and
/// takes the letter's place, in one transaction.
@Component
final class Correcting {

    private final LetterJournal journal;
    private final Changes changes;
    private final TransactionOperations transaction;

    Correcting(LetterJournal journal, Changes changes, TransactionOperations transaction) {
        this.journal = journal;
        this.changes = changes;
        this.transaction = transaction;
    }

    /// What came of it.
    record Corrected(DeadLetter letter, MemoryLog memory) {}

    Corrected correct(LetterId id, Draft draft, String reason) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var letter = journal.hold(id).orElseThrow(() -> LetterPath.unknown(id));
            OperatorsHands.require(letter, "corrected");
            var memory = nextVersion(letter, draft);
            journal.record(List.of(new LetterEvent.Superseded(id, memory.version(), reason)));
            return new Corrected(journal.hold(id).orElseThrow(), memory);
        }));
    }

    private MemoryLog nextVersion(DeadLetter letter, Draft draft) {
        var memory = letter.subject().memory();
        var version = letter.subject().version();
        if (memory == null || version == null) {
            throw OperatorsHands.conflict("the dead letter " + letter.id()
                    + " does not say which version of which memory log it holds; discard it instead");
        }
        return switch (changes.update(memory, current -> current == version, current -> ofSameTenant(current, draft))) {
            case Change.Changed(var changed) -> changed;
            case Change.Stale(var current) -> throw stale(memory, version, current);
            case Change.Gone _, Change.Deleted _ ->
                throw OperatorsHands.conflict("the memory log " + memory + " is deleted; discard the letter");
            case Change.Unknown _ ->
                throw OperatorsHands.conflict("the log knows no memory log " + memory + "; discard the letter");
        };
    }

    private static ProblemException stale(MemoryId memory, long version, long current) {
        return OperatorsHands.conflict("the log holds version " + current + " of memory log " + memory
                + ", the letter version " + version + "; correct the memory log itself, or discard the letter");
    }

    private static Draft ofSameTenant(MemoryLog current, Draft draft) {
        var errors = new ArrayList<FieldError>();
        if (!draft.tenant().userId().equals(current.userId())) {
            errors.add(FieldError.inBody("#/data/user_id", "cannot change"));
        }
        if (!draft.tenant().projectId().equals(current.projectId())) {
            errors.add(FieldError.inBody("#/data/project_id", "cannot change"));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return draft;
    }
}
