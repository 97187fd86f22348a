package io.memlog.graph.entities;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Collects the mentions of a text or memory: each entity once, with its first relation, up to a maximum per relation.
final class EntityCollector {

    /// Longer names are data.
    static final int MAX_NAME_LENGTH = 512;

    private final Map<Entity, Relation> mentions = new LinkedHashMap<>();
    private final Map<Relation, Integer> counts = new EnumMap<>(Relation.class);

    void add(EntityType type, String name, Relation relation) {
        if (name.isBlank()
                || name.length() > MAX_NAME_LENGTH
                || counts.getOrDefault(relation, 0) >= maxCount(relation)) {
            return;
        }
        if (mentions.putIfAbsent(new Entity(type, name), relation) == null) {
            counts.merge(relation, 1, Integer::sum);
        }
    }

    /// Adds a name that the caller gave as one, unless it is a number or an English stop word in lower case: `NOT` is
    /// a name.
    void addGiven(EntityType type, String name, Relation relation) {
        var stripped = name.strip();
        var isNumber = stripped.codePoints().noneMatch(Character::isLetter)
                && stripped.codePoints().anyMatch(Character::isDigit);
        var isStopWord = WordList.isStopWord(stripped) && stripped.equals(stripped.toLowerCase(Locale.ROOT));
        if (!isNumber && !isStopWord) {
            add(type, stripped, relation);
        }
    }

    /// Adds a name that a text mentions, unless it is a stop word or has no letter.
    void addIfMeaningful(EntityType type, String name, Relation relation) {
        var stripped = name.strip();
        if (!WordList.isStopWord(stripped) && stripped.codePoints().anyMatch(Character::isLetter)) {
            add(type, stripped, relation);
        }
    }

    List<Mention> toList() {
        return mentions.entrySet().stream()
                .map(mention -> new Mention(mention.getKey(), mention.getValue()))
                .toList();
    }

    /// Touched files are limited least: even a large change keeps them all. Names in a text are limited more.
    private static int maxCount(Relation relation) {
        return switch (relation) {
            case OWNED_BY, PART_OF, DONE_BY, SAID_IN -> 1;
            case ABOUT, TAGGED, REFERS_TO, WORKS_IN -> 60;
            case MENTIONS -> 120;
            case TOUCHES -> 1_000;
        };
    }
}
