package io.memlog.api.operations.deadletters;

import io.memlog.api.http.FieldError;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.update.MemoryUpdater;
import io.memlog.api.memory.update.UpdateResult;
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
final class DeadLetterCorrection {

    private final DeadLetterEventLog journal;
    private final MemoryUpdater changes;
    private final TransactionOperations transaction;

    DeadLetterCorrection(DeadLetterEventLog journal, MemoryUpdater changes, TransactionOperations transaction) {
        this.journal = journal;
        this.changes = changes;
        this.transaction = transaction;
    }

    /// What came of it.
    record Corrected(DeadLetter letter, MemoryLog memory) {}

    Corrected correct(DeadLetterId id, MemoryLogInput draft, String reason) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var letter = journal.hold(id).orElseThrow(() -> DeadLetterIdParser.unknown(id));
            OperatorActions.require(letter, "corrected");
            var memory = nextVersion(letter, draft);
            journal.record(List.of(new DeadLetterEvent.Superseded(id, memory.version(), reason)));
            return new Corrected(journal.hold(id).orElseThrow(), memory);
        }));
    }

    private MemoryLog nextVersion(DeadLetter letter, MemoryLogInput draft) {
        var memory = letter.subject().memory();
        var version = letter.subject().version();
        if (memory == null || version == null) {
            throw OperatorActions.conflict("the dead letter " + letter.id()
                    + " does not say which version of which memory log it holds; discard it instead");
        }
        return switch (changes.update(memory, current -> current == version, current -> ofSameTenant(current, draft))) {
            case UpdateResult.Changed(var changed) -> changed;
            case UpdateResult.Stale(var current) -> throw stale(memory, version, current);
            case UpdateResult.Gone _, UpdateResult.Deleted _ ->
                throw OperatorActions.conflict("the memory log " + memory + " is deleted; discard the letter");
            case UpdateResult.Unknown _ ->
                throw OperatorActions.conflict("the log knows no memory log " + memory + "; discard the letter");
        };
    }

    private static ProblemException stale(MemoryId memory, long version, long current) {
        return OperatorActions.conflict("the log holds version " + current + " of memory log " + memory
                + ", the letter version " + version + "; correct the memory log itself, or discard the letter");
    }

    private static MemoryLogInput ofSameTenant(MemoryLog current, MemoryLogInput draft) {
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
