package io.memlog.api.memory.store;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores many memory logs, some in each transaction: enough to share the cost of a commit, few enough to
/// hold its locks for a short time only.
@Component
final class BatchStorer {

    private static final int TRANSACTION = 100;

    private final MemoryStorer ingest;
    private final TransactionOperations transaction;

    BatchStorer(MemoryStorer ingest, TransactionOperations transaction) {
        this.ingest = ingest;
        this.transaction = transaction;
    }

    /// The results in the order of the entries. When the store goes away after some are stored, the rest
    /// are told so one by one; when none is stored, the failure is thrown.
    List<Result> store(List<Entry> entries) {
        List<Result> results = new ArrayList<>(entries.size());
        for (int start = 0; start < entries.size(); start += TRANSACTION) {
            var part = entries.subList(start, Math.min(start + TRANSACTION, entries.size()));
            try {
                results.addAll(storeTogether(part));
            } catch (RuntimeException e) {
                if (start == 0 || !DatabaseErrors.isOutage(e)) {
                    throw e;
                }
                entries.subList(start, entries.size()).forEach(entry -> results.add(notStored(entry)));
                return results;
            }
        }
        return results;
    }

    private List<Result> storeTogether(List<Entry> part) {
        return Objects.requireNonNull(
                transaction.execute(_ -> part.stream().map(this::store).toList()));
    }

    private Result store(Entry entry) {
        return switch (entry) {
            case Entry.Refused(var problem) -> new Result.Refused(problem);
            case Entry.Valid(var draft, var key) -> store(draft, key);
        };
    }

    private Result store(MemoryLogInput draft, @Nullable IdempotencyKey key) {
        return switch (ingest.store(draft, key)) {
            case MemoryStorer.Outcome.Stored(var memory) -> new Result.Stored(memory.id());
            case MemoryStorer.Outcome.Repeated(var memory) -> new Result.Stored(memory.id());
            case MemoryStorer.Outcome.KeyReused _ -> new Result.Refused(StoreProblems.keyReused());
            case MemoryStorer.Outcome.StillRunning _ -> new Result.Refused(StoreProblems.stillRunning());
        };
    }

    private static Result notStored(Entry entry) {
        return switch (entry) {
            case Entry.Refused(var problem) -> new Result.Refused(problem);
            case Entry.Valid _ -> new Result.Refused(ProblemException.storeAway());
        };
    }

    /// An item of the request, read.
    sealed interface Entry {

        record Valid(MemoryLogInput draft, @Nullable IdempotencyKey key) implements Entry {}

        record Refused(ProblemException problem) implements Entry {}
    }

    /// What became of an item.
    sealed interface Result {

        record Stored(MemoryId memory) implements Result {}

        record Refused(ProblemException problem) implements Result {}
    }
}
