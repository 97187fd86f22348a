package io.memlog.api.memory.agentevents;

import io.memlog.api.http.DatabaseErrors;
import io.memlog.api.http.ProblemException;
import io.memlog.api.memory.GroupCommit;
import io.memlog.eventstore.Append;
import io.memlog.eventstore.AppendResult;
import io.memlog.eventstore.EventStore;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.StreamId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Appends agents' events to the log, many in each transaction.
@Component
record AgentEventStorer(EventStore events, GroupCommit<Append, AppendResult> commits) {

    private static final Logger LOG = LoggerFactory.getLogger(AgentEventStorer.class);

    /// Each stream of a transaction has a lock in the shared memory of PostgreSQL.
    private static final int MAX_STREAMS = 200;

    /// The event, once it is in the log.
    Result store(AgentEvent event) {
        return result(commits.store(event.append(), event.text().length()));
    }

    /// The results in the order of the entries. When storing fails after some are stored,
    /// each of the others is rejected; when none is stored, the failure is thrown.
    List<Result> store(List<Entry> entries) {
        List<Result> results = new ArrayList<>(entries.size());
        while (results.size() < entries.size()) {
            var chunk = nextChunk(entries.subList(results.size(), entries.size()));
            try {
                results.addAll(storeTogether(chunk));
            } catch (RuntimeException e) {
                if (results.isEmpty()) {
                    throw e;
                }
                LOG.atWarn().setCause(e).log("A batch of events is stored in part");
                entries.subList(results.size(), entries.size()).forEach(entry -> results.add(notStored(entry, e)));
            }
        }
        return results;
    }

    /// Whether an event with this id is stored, so that storing it again takes no room.
    boolean isStored(AgentEvent event) {
        return events.find(event.id()).stream()
                .anyMatch(stored -> Objects.equals(
                                stored.context().userId(), event.context().userId())
                        && Objects.equals(
                                stored.context().projectId(), event.context().projectId()));
    }

    /// As many entries as one transaction takes.
    private static List<Entry> nextChunk(List<Entry> entries) {
        Set<StreamId> streams = new HashSet<>();
        for (int n = 0; n < entries.size(); n++) {
            if (entries.get(n) instanceof Entry.Valid(AgentEvent event)
                    && streams.add(event.stream())
                    && streams.size() > MAX_STREAMS) {
                return entries.subList(0, n);
            }
        }
        return entries;
    }

    private List<Result> storeTogether(List<Entry> chunk) {
        List<Append> appends = chunk.stream()
                .filter(Entry.Valid.class::isInstance)
                .map(entry -> ((Entry.Valid) entry).event().append())
                .toList();
        var appended = commits.storeAll(appends).iterator();
        return chunk.stream()
                .map(entry -> switch (entry) {
                    case Entry.Valid _ -> result(appended.next());
                    case Entry.Invalid(var problem) -> new Result.Rejected(problem);
                })
                .toList();
    }

    private static Result result(CompletableFuture<AppendResult> appended) {
        if (appended.isCompletedExceptionally()) {
            LOG.atError().setCause(appended.exceptionNow()).log("An event of a batch is not stored");
            return new Result.Rejected(DatabaseErrors.problem(appended.exceptionNow()));
        }
        return result(appended.resultNow());
    }

    private static Result result(AppendResult result) {
        return switch (result) {
            case AppendResult.Appended appended -> new Result.Stored(appended.position());
            case AppendResult.Duplicate _ -> new Result.Duplicate();
            case AppendResult.Conflict conflict ->
                throw new IllegalStateException("no version was expected: " + conflict);
        };
    }

    private static Result notStored(Entry entry, RuntimeException failure) {
        return switch (entry) {
            case Entry.Invalid(var problem) -> new Result.Rejected(problem);
            case Entry.Valid _ -> new Result.Rejected(DatabaseErrors.problem(failure));
        };
    }

    /// An event of the request, read.
    sealed interface Entry {

        record Valid(AgentEvent event) implements Entry {}

        record Invalid(ProblemException problem) implements Entry {}
    }

    /// The result of storing an event.
    sealed interface Result {

        record Stored(Position position) implements Result {}

        record Duplicate() implements Result {}

        record Rejected(ProblemException problem) implements Result {}
    }
}
