/// What a memory log is: its identity, its owner, its content and its vectors.
@NullMarked
package io.memlog.schemas.memory;

import org.jspecify.annotations.NullMarked;
