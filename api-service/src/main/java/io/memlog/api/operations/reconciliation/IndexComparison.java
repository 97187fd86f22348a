package io.memlog.api.operations.reconciliation;

import static java.util.stream.Collectors.toMap;

import io.memlog.api.memory.workers.InventoryClient;
import io.memlog.api.memory.workers.InventoryClients;
import io.memlog.api.operations.jobs.DependencyUnavailableException;
import io.memlog.schemas.inventory.InventoryEntry;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/// Compares an index, as its worker lists it, with the log. An unavailable index is an error and never an empty
/// one.
@Component
final class IndexComparison {

    private final LogInventoryRepository log;
    private final InventoryClients workers;

    IndexComparison(LogInventoryRepository log, InventoryClients workers) {
        this.log = log;
        this.workers = workers;
    }

    /// Compared memories of a tenant.
    ///
    /// @param end     the last compared id; null when all above were compared
    /// @param log     the states of those that the log knows
    /// @param differs those that differ, whatever is in flight
    record Result(@Nullable Long end, Map<MemoryId, LogState> log, SortedMap<MemoryId, Discrepancy> differs) {

        static Result of(@Nullable Long end, Map<MemoryId, LogState> log, Map<MemoryId, InventoryEntry> index) {
            var memories = new TreeSet<>(log.keySet());
            memories.addAll(index.keySet());
            var differs = new TreeMap<MemoryId, Discrepancy>();
            for (var memory : memories) {
                Discrepancy.between(log.get(memory), index.get(memory))
                        .ifPresent(discrepancy -> differs.put(memory, discrepancy));
            }
            return new Result(end, log, differs);
        }
    }

    /// Compares a page of the log with all that the index holds in the same range. The last page has no end, so
    /// that memories above the last one of the log are found.
    Result compareAbove(Projection projection, Tenant tenant, long above, int size) {
        var logged = log.statesAbove(projection, tenant, above, size);
        var last = logged.size() < size ? null : Long.valueOf(logged.lastKey().value());
        var listed = list(projection, tenant, above, last);
        var end = listed.complete()
                ? last
                : Long.valueOf(listed.entries().getLast().memory().value());
        return Result.of(
                end,
                end == null ? logged : logged.headMap(new MemoryId(end), true),
                listed.entries().stream().collect(toMap(InventoryEntry::memory, entry -> entry)));
    }

    /// Compares these memories. Reads the index first and the log second, so that the log knows any version that
    /// the index holds.
    Result compare(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        var requested = new TreeSet<>(memories);
        Map<MemoryId, InventoryEntry> indexed = new HashMap<>();
        for (var next = requested.getFirst(); next != null; ) {
            var page = list(
                    projection, tenant, next.value() - 1, requested.getLast().value());
            page.entries().stream()
                    .filter(entry -> requested.contains(entry.memory()))
                    .forEach(entry -> indexed.put(entry.memory(), entry));
            next = page.complete()
                    ? null
                    : requested.higher(page.entries().getLast().memory());
        }
        return Result.of(null, log.states(projection, tenant, requested), indexed);
    }

    /// The tenants of which the index holds anything.
    ///
    /// @param after the page key of the previous page
    InventoryTenants tenants(Projection projection, @Nullable String after, int limit) {
        return call(projection, worker -> worker.tenants(after, limit));
    }

    private InventoryPage list(Projection projection, Tenant tenant, long above, @Nullable Long upTo) {
        var query = new InventoryQuery(tenant.userId(), tenant.projectId(), above, upTo);
        var page = call(projection, worker -> worker.memories(query));
        if (!page.complete() && page.entries().isEmpty()) {
            throw new DependencyUnavailableException(
                    "the " + projection.wireName() + " index was changing while it was listed",
                    new IllegalStateException("a truncated page holds at least one entry"));
        }
        return page;
    }

    private <T> T call(Projection projection, Function<InventoryClient, T> request) {
        try {
            return request.apply(workers.of(projection));
        } catch (ResourceAccessException e) {
            throw new DependencyUnavailableException(
                    "the worker of the " + projection.wireName() + " index cannot be reached", e);
        } catch (RestClientException e) {
            throw new DependencyUnavailableException("the " + projection.wireName() + " index cannot be listed", e);
        }
    }
}
