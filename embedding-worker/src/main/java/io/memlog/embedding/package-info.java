/// The worker that turns memory logs into vectors and searches them.
@NullMarked
package io.memlog.embedding;

import org.jspecify.annotations.NullMarked;
