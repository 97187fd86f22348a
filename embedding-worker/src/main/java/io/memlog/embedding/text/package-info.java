/// The searchable text of a memory, cut into pieces that the embedding model can read.
@NullMarked
package io.memlog.embedding.text;

import org.jspecify.annotations.NullMarked;
