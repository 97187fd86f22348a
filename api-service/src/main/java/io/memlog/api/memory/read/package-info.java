/// Reading one memory log, a list, and the history of changes.
@NullMarked
package io.memlog.api.memory.read;

import org.jspecify.annotations.NullMarked;
