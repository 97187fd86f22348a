package io.memlog.graph.entities;

import io.memlog.schemas.json.WireEnum;

/// How a memory relates to something. The names are the types of relations in the graph.
public enum Relation implements WireEnum {
    /// To the user whose memory it is.
    OWNED_BY,
    /// To the project it belongs to.
    PART_OF,
    /// To the agent that did it.
    DONE_BY,
    /// To the conversation in which it was done.
    SAID_IN,
    /// To its task and its components.
    ABOUT,
    /// To its tags.
    TAGGED,
    /// To the files that were touched.
    TOUCHES,
    /// To the folders of these files.
    WORKS_IN,
    /// To other tasks, issues and pull requests.
    REFERS_TO,
    /// To what its text names.
    MENTIONS;
}
