/// Embeds texts as vectors: the port, its cache, and the model in this JVM.
@NullMarked
package io.memlog.embedding.model;

import org.jspecify.annotations.NullMarked;
