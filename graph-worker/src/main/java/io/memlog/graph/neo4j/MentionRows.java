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

/// The mentions of a batch as rows for one statement per kind, entities in the order of their keys: all
/// writers take their locks in the same order.
final class MentionRows {

    private static final Comparator<Kind> ORDER =
            Comparator.comparing(Kind::type).thenComparing(Kind::relation);

    private final Map<Kind, Map<String, Row>> rows = new TreeMap<>(ORDER);

    /// How memories relate to things of one type.
    record Kind(EntityType type, Relation relation) {}

    private record Row(String keys, Entity entity, List<Map<String, Object>> memories) {}

    static MentionRows of(List<GraphMemory> memories) {
        var rows = new MentionRows();
        memories.stream()
                .sorted(Comparator.comparing(memory -> memory.memory().id()))
                .forEach(rows::add);
        return rows;
    }

    Map<Kind, List<Map<String, Object>>> byKind() {
        Map<Kind, List<Map<String, Object>>> byKind = new TreeMap<>(ORDER);
        rows.forEach((kind, entities) -> {
            List<Map<String, Object>> list = new ArrayList<>();
            entities.forEach((key, row) -> list.add(parameters(key, row)));
            byKind.put(kind, list);
        });
        return byKind;
    }

    private void add(GraphMemory graphMemory) {
        var memory = graphMemory.memory();
        var tenant = NodeKeys.tenant(memory.tenant());
        var tenantWord = NodeKeys.word(MemoryProperties.TENANT, tenant);
        Map<String, Object> source = new HashMap<>();
        source.put("key", NodeKeys.memory(tenant, memory.id()));
        source.put("version", memory.version());
        source.put("at", memory.updatedAt().atOffset(ZoneOffset.UTC));
        for (var mention : graphMemory.mentions()) {
            var entity = mention.entity();
            rows.computeIfAbsent(new Kind(entity.type(), mention.relation()), _ -> new TreeMap<>())
                    .computeIfAbsent(
                            NodeKeys.entity(tenant, entity), _ -> new Row(tenantWord, entity, new ArrayList<>()))
                    .memories()
                    .add(source);
        }
    }

    private static Map<String, Object> parameters(String key, Row row) {
        var name = row.entity().name();
        return Map.of(
                "key",
                key,
                "keys",
                row.keys(),
                "name",
                name,
                "beneath",
                Tokens.subTokens(name),
                "memories",
                row.memories());
    }
}
