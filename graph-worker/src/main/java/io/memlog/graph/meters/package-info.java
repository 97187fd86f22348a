/// The meters of graph-worker.
@NullMarked
package io.memlog.graph.meters;

import org.jspecify.annotations.NullMarked;
