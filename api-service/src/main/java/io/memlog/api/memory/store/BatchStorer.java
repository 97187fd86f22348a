package io.memlog.api.memory.store;

import io.memlog.api.http.BatchItem;
import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.GroupCommit;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Stores many memory logs, some in each transaction: enough to share the cost of a commit, few enough to
/// hold its locks for a short time only.
@Component
record BatchStorer(GroupCommit<NewMemoryLog, MemoryStorer.Result> commits) {

    private static final Logger LOG = LoggerFactory.getLogger(BatchStorer.class);
    private static final int MAX_PER_TRANSACTION = 100;
    private static final int MAX_CHARACTERS_PER_TRANSACTION = 1024 * 1024;

    /// The results in the order of the items. Items are read before the transaction that stores them, and those
    /// of one transaction are in memory at a time. When PostgreSQL becomes unavailable after some are stored, each
    /// of the others is rejected; when none is, the failure is thrown.
    List<Result> store(List<BatchItem> items, Function<BatchItem, Entry> read) {
        List<Result> results = new ArrayList<>(items.size());
        while (results.size() < items.size()) {
            var rest = items.subList(results.size(), items.size());
            var chunk = nextChunk(rest).stream().map(read).toList();
            try {
                results.addAll(store(chunk));
            } catch (RuntimeException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                LOG.atWarn().setCause(e).log("A batch is stored in part");
                rest.forEach(item -> results.add(
                        read.apply(item) instanceof Entry.Invalid(var problem)
                                ? new Result.Rejected(problem)
                                : rejected(e)));
            }
        }
        return results;
    }

    /// At least one item.
    private static List<BatchItem> nextChunk(List<BatchItem> items) {
        int count = 0;
        int characters = 0;
        do {
            characters += items.get(count).text().length();
            count++;
        } while (count < items.size() && count < MAX_PER_TRANSACTION && characters < MAX_CHARACTERS_PER_TRANSACTION);
        return items.subList(0, count);
    }

    private List<Result> store(List<Entry> chunk) {
        var stored = commits.storeAll(chunk.stream()
                        .filter(Entry.Valid.class::isInstance)
                        .map(entry -> ((Entry.Valid) entry).memory())
                        .toList())
                .iterator();
        return chunk.stream()
                .map(entry -> switch (entry) {
                    case Entry.Invalid(var problem) -> new Result.Rejected(problem);
                    case Entry.Valid _ -> result(stored.next());
                })
                .toList();
    }

    private static Result result(CompletableFuture<MemoryStorer.Result> stored) {
        if (stored.isCompletedExceptionally()) {
            LOG.atError().setCause(stored.exceptionNow()).log("A memory log of a batch is not stored");
            return rejected(stored.exceptionNow());
        }
        return switch (stored.resultNow()) {
            case MemoryStorer.Result.Stored(var memory, var _) -> new Result.Stored(memory.id());
            case MemoryStorer.Result.Rejected(var problem) -> new Result.Rejected(problem);
        };
    }

    private static Result rejected(Throwable failure) {
        return new Result.Rejected(DatabaseErrors.problem(failure));
    }

    /// An item of the request, read.
    sealed interface Entry {

        record Valid(NewMemoryLog memory) implements Entry {}

        record Invalid(ProblemException problem) implements Entry {}
    }

    /// The result of storing an item.
    sealed interface Result {

        record Stored(MemoryId memory) implements Result {}

        record Rejected(ProblemException problem) implements Result {}
    }
}
