/// The worker that keeps a graph of memories and their entities in Neo4j, and searches it.
@NullMarked
package io.memlog.graph;

import org.jspecify.annotations.NullMarked;
