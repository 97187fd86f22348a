package io.memlog.api.memory.workers;

import io.memlog.schemas.topic.Projection;
import io.memlog.security.HttpSecurityProperties;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;

/// The inventory of each worker's store. Reading it may take longer than a search.
@Component
public final class InventoryClients {

    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final Map<Projection, InventoryClient> clients = new EnumMap<>(Projection.class);

    InventoryClients(WorkerProperties properties, HttpSecurityProperties security) {
        for (var projection : Projection.values()) {
            var url = switch (projection) {
                case VECTOR -> properties.vector().url();
                case GRAPH -> properties.graph().url();
            };
            clients.put(projection, WorkerConfiguration.client(InventoryClient.class, url, TIMEOUT, security));
        }
    }

    public InventoryClient of(Projection projection) {
        return Objects.requireNonNull(clients.get(projection));
    }
}
