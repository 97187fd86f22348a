package io.memlog.graph.neo4j;

import io.memlog.graph.entities.Entity;
import io.memlog.graph.entities.EntityType;
import io.memlog.graph.entities.Relation;
import io.memlog.graph.text.Tokens;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The mentions of a batch as rows for one statement per kind. Rows are sorted by the keys of their entities, so that
/// all writers lock entities in the same order.
final class MentionRows {

    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::type).thenComparing(Kind::relation);

    /// The type of the entities and the relation of the memories to them.
    record Kind(EntityType type, Relation relation) {}

    private record Mentions(String tenantWord, Entity entity, List<Map<String, Object>> memories) {

        Map<String, Object> row(String key) {
            return Map.of(
                    "key", key,
                    "keys", tenantWord,
                    "name", entity.name(),
                    "beneath", Tokens.subTokens(entity.name()),
                    "memories", memories);
        }
    }

    private MentionRows() {}

    static Map<Kind, List<Map<String, Object>>> byKind(List<GraphMemory> memories) {
        Map<Kind, Map<String, Mentions>> mentions = new TreeMap<>(ORDER);
        memories.stream()
                .sorted(Comparator.comparing(memory -> memory.memory().id()))
                .forEach(memory -> add(memory, mentions));
        Map<Kind, List<Map<String, Object>>> rows = new TreeMap<>(ORDER);
        mentions.forEach((kind, entities) -> {
            List<Map<String, Object>> list = new ArrayList<>();
            entities.forEach((key, entity) -> list.add(entity.row(key)));
            rows.put(kind, list);
        });
        return rows;
    }

    private static void add(GraphMemory graphMemory, Map<Kind, Map<String, Mentions>> mentions) {
        var memory = graphMemory.memory();
        var tenant = NodeKeys.tenant(memory.tenant());
        var tenantWord = NodeKeys.word(MemoryProperties.TENANT, tenant);
        Map<String, Object> source = new HashMap<>();
        source.put("key", NodeKeys.memory(tenant, memory.id()));
        source.put("version", memory.version());
        source.put("at", memory.updatedAt().atOffset(ZoneOffset.UTC));
        for (var mention : graphMemory.mentions()) {
            var entity = mention.entity();
            mentions.computeIfAbsent(new Kind(entity.type(), mention.relation()), _ -> new TreeMap<>())
                    .computeIfAbsent(
                            NodeKeys.entity(tenant, entity), _ -> new Mentions(tenantWord, entity, new ArrayList<>()))
                    .memories()
                    .add(source);
        }
    }
}
