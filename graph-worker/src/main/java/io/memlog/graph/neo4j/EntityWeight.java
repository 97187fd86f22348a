package io.memlog.graph.neo4j;

import io.memlog.graph.entities.Entity;
import io.memlog.graph.entities.EntityType;
import io.memlog.schemas.memory.Tenant;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/// How telling an entity is: by its type, and by how few of the tenant's memories share it. Everybody's
/// user and project tell nothing.
final class EntityWeight {

    /// How many memories the tenant has, as `total`: as many as belong to its user. The store keeps such
    /// counts, so that no relation is walked for them.
    static final String TOTAL = """
            OPTIONAL MATCH (owner:Entity {key: $owner})
            WITH COUNT { (owner)<--() } AS total
            """;

    /// The weight of an entity `e` among `total` memories.
    static final String WEIGHT = "$weights[e.type] * log((1.0 + total) / COUNT { (e)<--() })";

    private static final Map<String, Double> WEIGHTS = Arrays.stream(EntityType.values())
            .collect(Collectors.toUnmodifiableMap(EntityType::wireName, EntityType::weight));

    private EntityWeight() {}

    static Map<String, Object> parameters(Tenant tenant) {
        var owner = NodeKeys.entity(NodeKeys.tenant(tenant), new Entity(EntityType.USER, tenant.userId()));
        return Map.of("weights", WEIGHTS, "owner", owner);
    }
}
