package io.memlog.graph.entities;

/// The relation of a memory to an entity.
public record Mention(Entity entity, Relation relation) {}
