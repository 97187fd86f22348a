package io.memlog.api.operations.reconciliation;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.client.ResourceAccessException;
import org.springframework.web.client.RestClientException;

/// Lists the entries of an index through its worker. An unavailable index is an error and never an empty one.
@Component
final class IndexInventory {

    private final InventoryClients workers;

    IndexInventory(InventoryClients workers) {
        this.workers = workers;
    }

    /// @param after the page key of the previous page
    InventoryTenants tenants(Projection projection, @Nullable String after, int limit) {
        return call(projection, worker -> worker.tenants(after, limit));
    }

    /// The entries in this range of ids, or the first of them.
    ///
    /// @param upTo null for no end
    InventoryPage between(Projection projection, Tenant tenant, long above, @Nullable Long upTo) {
        var query = new InventoryQuery(tenant.userId(), tenant.projectId(), above, upTo);
        var page = call(projection, worker -> worker.memories(query));
        if (!page.complete() && page.entries().isEmpty()) {
            throw new DependencyUnavailableException(
                    "the " + projection.wireName() + " index was changing while it was listed",
                    new IllegalStateException("a truncated page holds at least one entry"));
        }
        return page;
    }

    /// The entries of these memories.
    Map<MemoryId, InventoryEntry> entries(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        if (memories.isEmpty()) {
            return new TreeMap<>();
        }
        var requested = new TreeSet<>(memories);
        Map<MemoryId, InventoryEntry> indexed = new TreeMap<>();
        var next = requested.getFirst();
        while (next != null) {
            var page = between(
                    projection, tenant, next.value() - 1, requested.getLast().value());
            page.entries().stream()
                    .filter(entry -> requested.contains(entry.memory()))
                    .forEach(entry -> indexed.put(entry.memory(), entry));
            next = page.complete()
                    ? null
                    : requested.higher(page.entries().getLast().memory());
        }
        return indexed;
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
