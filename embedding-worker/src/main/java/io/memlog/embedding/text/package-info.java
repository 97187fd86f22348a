/// The searchable text of a memory, split into chunks that fit the embedding model.
@NullMarked
package io.memlog.embedding.text;

import org.jspecify.annotations.NullMarked;
