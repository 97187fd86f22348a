package io.memlog.api.operations.deadletters;

import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.store.MemoryLogInput;
import io.memlog.api.memory.update.MemoryUpdater;
import io.memlog.api.memory.update.UpdateResult;
import io.memlog.schemas.memory.MemoryLog;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Corrects or discards one dead letter, each in one transaction.
@Component
record DeadLetterActions(DeadLetters deadLetters, MemoryUpdater memories, TransactionOperations transaction) {

    record Corrected(DeadLetter deadLetter, MemoryLog memory) {}

    /// Stores the correction as the memory's next version, which supersedes the dead letter.
    Corrected correct(DeadLetterId id, MemoryLogInput input, String reason) {
        return inTransaction(id, "corrected", deadLetter -> {
            var memory = storeNextVersion(deadLetter, input);
            return new Corrected(append(new DeadLetterEvent.Superseded(id, memory.version(), reason)), memory);
        });
    }

    DeadLetter discard(DeadLetterId id, String reason) {
        return inTransaction(id, "discarded", _ -> append(new DeadLetterEvent.Discarded(id, reason)));
    }

    private <T> T inTransaction(DeadLetterId id, String action, Function<DeadLetter, T> work) {
        return Objects.requireNonNull(transaction.execute(_ -> {
            var deadLetter = deadLetters.lock(id).orElseThrow(id::notFound);
            if (!deadLetter.state().isActionable()) {
                throw ProblemException.wrongState(
                        "the dead letter " + id + " cannot be " + action + ": " + describeState(deadLetter));
            }
            return work.apply(deadLetter);
        }));
    }

    private DeadLetter append(DeadLetterEvent event) {
        deadLetters.append(List.of(event));
        return deadLetters.lock(event.deadLetter()).orElseThrow();
    }

    private MemoryLog storeNextVersion(DeadLetter deadLetter, MemoryLogInput input) {
        var memory = deadLetter.subject().memory();
        var version = deadLetter.subject().version();
        if (memory == null || version == null) {
            throw ProblemException.wrongState("the dead letter " + deadLetter.id()
                    + " does not say which version of which memory log it holds; discard it instead");
        }
        return switch (memories.update(memory, current -> current == version, current -> checkTenant(current, input))) {
            case UpdateResult.Changed(var changed) -> changed;
            case UpdateResult.VersionConflict(var current) ->
                throw ProblemException.wrongState("the log holds version " + current + " of memory log " + memory
                        + ", the dead letter version " + version
                        + "; correct the memory log itself, or discard the dead letter");
            case UpdateResult.AlreadyDeleted _, UpdateResult.Deleted _ ->
                throw ProblemException.wrongState("the memory log " + memory + " is deleted; discard the dead letter");
            case UpdateResult.Unknown _ ->
                throw ProblemException.wrongState(
                        "the log knows no memory log " + memory + "; discard the dead letter");
        };
    }

    private static MemoryLogInput checkTenant(MemoryLog current, MemoryLogInput input) {
        var errors = input.tenantErrors(current, "#/data");
        if (!errors.isEmpty()) {
            throw ProblemException.invalidResult(errors);
        }
        return input;
    }

    private static String describeState(DeadLetter deadLetter) {
        return switch (deadLetter.state()) {
            case OPEN -> "it is open";
            case PARKED -> "it is parked";
            case REPLAYING -> "it is being replayed; wait until its consumer has acknowledged it";
            case REPLAYED -> "it was replayed, and its consumer has applied it";
            case SKIPPED -> "it was skipped; its memory is deleted, or the index holds a newer version";
            case SUPERSEDED -> "a correction superseded it";
            case DISCARDED -> "it is discarded";
        };
    }
}
