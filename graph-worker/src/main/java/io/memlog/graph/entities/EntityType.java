package io.memlog.graph.entities;

import io.memlog.schemas.json.WireEnum;

/// The kinds of things that memories are about. The order is the order in which they are written.
public enum EntityType implements WireEnum {
    USER("User", 0),
    PROJECT("Project", 0),
    AGENT("Agent", 0.1),
    CONVERSATION("Conversation", 0.6),
    TASK("Task", 1.2),
    TAG("Tag", 0.4),
    COMPONENT("Component", 0.6),
    FILE("File", 1),
    FOLDER("Folder", 0.3),
    ISSUE("Issue", 1.3),
    IDENTIFIER("Identifier", 0.8),
    TECHNOLOGY("Technology", 0.4);

    private final String label;
    private final double weight;

    EntityType(String label, double weight) {
        this.label = label;
        this.weight = weight;
    }

    /// The name as a label of a node.
    public String label() {
        return label;
    }

    /// How much it says that two memories share one, from 0, before its rarity counts.
    public double weight() {
        return weight;
    }
}
