package io.memlog.graph.entities;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what is found, each entity once with the first of its relations, no more of a kind than is
/// good.
final class EntityCollector {

    /// Longer names are data, not names.
    private static final int MAX_NAME_LENGTH = 512;

    private final Map<Entity, Relation> found = new LinkedHashMap<>();
    private final Map<Relation, Integer> counts = new EnumMap<>(Relation.class);

    void add(EntityType type, String name, Relation relation) {
        var most = most(relation);
        if (name.isBlank() || name.length() > MAX_NAME_LENGTH || counts.getOrDefault(relation, 0) >= most) {
            return;
        }
        if (found.putIfAbsent(new Entity(type, name), relation) == null) {
            counts.merge(relation, 1, Integer::sum);
        }
    }

    /// Adds a name that people chose, unless it is no more than a stop word or a number.
    void addIfMeaningful(EntityType type, String name, Relation relation) {
        var stripped = name.strip();
        if (!StopWords.contains(stripped) && stripped.codePoints().anyMatch(Character::isLetter)) {
            add(type, stripped, relation);
        }
    }

    List<Mention> toList() {
        List<Mention> mentions = new ArrayList<>();
        found.forEach((entity, relation) -> mentions.add(new Mention(entity, relation)));
        return List.copyOf(mentions);
    }

    /// Every touched file counts, however many there are; what a text names is bounded closely.
    private static int most(Relation relation) {
        return switch (relation) {
            case OWNED_BY, PART_OF, DONE_BY, SAID_IN -> 1;
            case ABOUT, TAGGED, REFERS_TO, WORKS_IN -> 60;
            case MENTIONS -> 120;
            case TOUCHES -> 1_000;
        };
    }
}
