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

/// What an index holds, as its worker says. An index that cannot be asked is away, and never empty.
@Component
final class IndexInventory {

    private final InventoryClients workers;

    IndexInventory(InventoryClients workers) {
        this.workers = workers;
    }

    /// @param after where the page before said to go on
    InventoryTenants tenants(Projection projection, @Nullable String after, int limit) {
        return ask(projection, worker -> worker.tenants(after, limit));
    }

    /// What is held between these ids, or its beginning.
    ///
    /// @param upTo null for no end
    InventoryPage between(Projection projection, Tenant tenant, long above, @Nullable Long upTo) {
        var query = new InventoryQuery(tenant.userId(), tenant.projectId(), above, upTo);
        var answer = ask(projection, worker -> worker.memories(query));
        if (!answer.complete() && answer.entries().isEmpty()) {
            throw new DependencyUnavailableException(
                    "the " + projection.wireName() + " index was changing while it was listed",
                    new IllegalStateException("an answer that is cut holds at least one entry"));
        }
        return answer;
    }

    /// What is held of these memories.
    Map<MemoryId, InventoryEntry> of(Projection projection, Tenant tenant, Collection<MemoryId> memories) {
        if (memories.isEmpty()) {
            return new TreeMap<>();
        }
        var wanted = new TreeSet<>(memories);
        Map<MemoryId, InventoryEntry> held = new TreeMap<>();
        var next = wanted.getFirst();
        while (next != null) {
            var answer = between(
                    projection, tenant, next.value() - 1, wanted.getLast().value());
            answer.entries().stream()
                    .filter(entry -> wanted.contains(entry.memory()))
                    .forEach(entry -> held.put(entry.memory(), entry));
            next = answer.complete()
                    ? null
                    : wanted.higher(answer.entries().getLast().memory());
        }
        return held;
    }

    private <T> T ask(Projection projection, Function<InventoryClient, T> question) {
        try {
            return question.apply(workers.of(projection));
        } catch (ResourceAccessException e) {
            throw new DependencyUnavailableException(
                    "the worker of the " + projection.wireName() + " index cannot be reached", e);
        } catch (RestClientException e) {
            throw new DependencyUnavailableException("the " + projection.wireName() + " index cannot be listed", e);
        }
    }
}
