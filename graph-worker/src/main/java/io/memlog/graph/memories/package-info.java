/// The port to the graph of memories: what a store of entities, relations and words must be able to do.
@NullMarked
package io.memlog.graph.memories;

import org.jspecify.annotations.NullMarked;
