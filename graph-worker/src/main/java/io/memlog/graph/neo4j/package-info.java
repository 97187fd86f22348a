/// The graph of memories in Neo4j.
@NullMarked
package io.memlog.graph.neo4j;

import org.jspecify.annotations.NullMarked;
