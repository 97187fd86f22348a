/// The log on the heap, for tests and experiments.
@NullMarked
package io.memlog.eventstore.memory;

import org.jspecify.annotations.NullMarked;
