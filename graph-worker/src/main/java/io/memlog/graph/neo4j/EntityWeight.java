package io.memlog.graph.neo4j;

import io.memlog.graph.entities.Entity;
import io.memlog.graph.entities.EntityType;
import io.memlog.schemas.memory.Tenant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// The weight of an entity: the weight of its type times its inverse document frequency among the tenant's memories.
/// Users and projects weigh 0.
final class EntityWeight {

    /// Matches the number of the tenant's memories as `total`: the number of relations of its user, which Neo4j keeps
    /// as a counter.
    static final String TOTAL = """
            OPTIONAL MATCH (owner:Entity {key: $owner})
            WITH COUNT { (owner)<--() } AS total
            """;

    /// The weight of an entity `e` among `total` memories.
    static final String WEIGHT = "$weights[e.type] * log((1.0 + total) / COUNT { (e)<--() })";

    private static final Map<String, Double> WEIGHTS = Arrays.stream(EntityType.values())
            .collect(Collectors.toUnmodifiableMap(EntityType::wireName, EntityType::weight));

    private EntityWeight() {}

    /// The parameters of [#TOTAL] and [#WEIGHT], in a map that takes more.
    static Map<String, Object> parameters(Tenant tenant) {
        var owner = NodeKeys.entity(NodeKeys.tenant(tenant), new Entity(EntityType.USER, tenant.userId()));
        return new HashMap<>(Map.of("weights", WEIGHTS, "owner", owner));
    }
}
