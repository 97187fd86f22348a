/// The port to the vector store.
@NullMarked
package io.memlog.embedding.vectors;

import org.jspecify.annotations.NullMarked;
