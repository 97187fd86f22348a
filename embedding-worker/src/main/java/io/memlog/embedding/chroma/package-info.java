/// The vector index in Chroma, over its HTTP API.
@NullMarked
package io.memlog.embedding.chroma;

import org.jspecify.annotations.NullMarked;
