/// The worker that embeds memory logs and searches them by meaning.
@NullMarked
package io.memlog.embedding;

import org.jspecify.annotations.NullMarked;
