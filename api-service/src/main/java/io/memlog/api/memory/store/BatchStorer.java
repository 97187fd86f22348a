package io.memlog.api.memory.store;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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

    /// The results in the order of the entries. When storing fails after some are stored, each of the others is
    /// rejected;
    /// when none is stored, the failure is thrown.
    List<StoreResult> store(List<Entry> entries) {
        List<StoreResult> results = new ArrayList<>(entries.size());
        while (results.size() < entries.size()) {
            var rest = entries.subList(results.size(), entries.size());
            var chunk = rest.subList(0, Math.min(MAX_PER_TRANSACTION, rest.size()));
            try {
                results.addAll(Objects.requireNonNull(
                        transaction.execute(_ -> chunk.stream().map(this::store).toList())));
            } catch (RuntimeException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                LOG.atWarn().setCause(e).log("A batch is stored in part");
                rest.forEach(entry -> results.add(new StoreResult.Rejected(
                        entry instanceof Entry.Invalid(var problem) ? problem : DatabaseErrors.problem(e))));
            }
        }
        return results;
    }

    private StoreResult store(Entry entry) {
        return switch (entry) {
            case Entry.Invalid(var problem) -> new StoreResult.Rejected(problem);
            case Entry.Valid(var input, var key) -> storer.store(input, key);
        };
    }

    /// An item of the request, read.
    sealed interface Entry {

        record Valid(MemoryLogInput input, @Nullable IdempotencyKey key) implements Entry {}

        record Invalid(ProblemException problem) implements Entry {}
    }
}
