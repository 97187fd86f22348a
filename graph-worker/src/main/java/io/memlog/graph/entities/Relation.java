package io.memlog.graph.entities;

import io.memlog.schemas.json.WireEnum;

/// The relation of a memory to an entity. The names of the constants are the types of relations in Neo4j.
public enum Relation implements WireEnum {

    /// To its user.
    OWNED_BY,
    /// To its project.
    PART_OF,
    /// To the agent that did the task.
    DONE_BY,
    /// To the conversation of the task.
    SAID_IN,
    /// To its task and its components.
    ABOUT,
    /// To its tags.
    TAGGED,
    /// To the files that the task touched.
    TOUCHES,
    /// To the folders of these files.
    WORKS_IN,
    /// To other tasks, issues and pull requests.
    REFERS_TO,
    /// To the names in its text.
    MENTIONS
}
