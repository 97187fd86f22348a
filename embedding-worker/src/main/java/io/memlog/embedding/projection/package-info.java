/// How the vector index follows the log of memories.
@NullMarked
package io.memlog.embedding.projection;

import org.jspecify.annotations.NullMarked;
