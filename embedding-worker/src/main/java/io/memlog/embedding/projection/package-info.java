/// Applies the changes of memories to the vector index.
@NullMarked
package io.memlog.embedding.projection;

import org.jspecify.annotations.NullMarked;
