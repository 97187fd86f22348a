package io.memlog.graph.entities;

/// That a memory relates to an entity.
public record Mention(Entity entity, Relation relation) {}
