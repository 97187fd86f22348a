package io.memlog.api.memory.store;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/// Stores many memory logs, some in each transaction: enough to share the cost of a commit, few enough to
/// hold its locks for a short time only.
@Component
record BatchStorer(MemoryStorer storer, TransactionOperations transaction) {

    private static final Logger LOG = LoggerFactory.getLogger(BatchStorer.class);
    private static final int MAX_PER_TRANSACTION = 100;

    /// The results in the order of the entries. Each entry is read when it is stored, so that one is in memory at a
    /// time. When storing fails after some are stored, each of the others is rejected; when none is, the failure is
    /// thrown.
    List<Result> store(List<Supplier<Entry>> entries) {
        List<Result> results = new ArrayList<>(entries.size());
        while (results.size() < entries.size()) {
            var rest = entries.subList(results.size(), entries.size());
            var chunk = rest.subList(0, Math.min(MAX_PER_TRANSACTION, rest.size()));
            try {
                results.addAll(Objects.requireNonNull(transaction.execute(
                        _ -> chunk.stream().map(entry -> store(entry.get())).toList())));
            } catch (RuntimeException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                LOG.atWarn().setCause(e).log("A batch is stored in part");
                rest.forEach(entry -> results.add(new Result.Rejected(
                        entry.get() instanceof Entry.Invalid(var problem) ? problem : DatabaseErrors.problem(e))));
            }
        }
        return results;
    }

    private Result store(Entry entry) {
        return switch (entry) {
            case Entry.Invalid(var problem) -> new Result.Rejected(problem);
            case Entry.Valid(var input, var key) ->
                switch (storer.store(input, key)) {
                    case StoreResult.Stored(var memory, var _) -> new Result.Stored(memory.id());
                    case StoreResult.Rejected(var problem) -> new Result.Rejected(problem);
                };
        };
    }

    /// An item of the request, read.
    sealed interface Entry {

        record Valid(MemoryLogInput input, @Nullable IdempotencyKey key) implements Entry {}

        record Invalid(ProblemException problem) implements Entry {}
    }

    /// The result of storing an item.
    sealed interface Result {

        record Stored(MemoryId memory) implements Result {}

        record Rejected(ProblemException problem) implements Result {}
    }
}
