/// How the graph follows the log of memories.
@NullMarked
package io.memlog.graph.index;

import org.jspecify.annotations.NullMarked;
