/// The worker that turns memory logs into a graph of entities and words, and searches it.
@NullMarked
package io.memlog.graph;

import org.jspecify.annotations.NullMarked;
