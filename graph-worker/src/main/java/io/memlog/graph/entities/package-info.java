/// Extracts the entities of memories: people, projects, files, issues, identifiers and technologies.
@NullMarked
package io.memlog.graph.entities;

import org.jspecify.annotations.NullMarked;
