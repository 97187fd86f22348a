/// The meters of embedding-worker.
@NullMarked
package io.memlog.embedding.meters;

import org.jspecify.annotations.NullMarked;
