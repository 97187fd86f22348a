/// The port to the store of vectors: what an index of meanings must be able to do.
@NullMarked
package io.memlog.embedding.vectors;

import org.jspecify.annotations.NullMarked;
