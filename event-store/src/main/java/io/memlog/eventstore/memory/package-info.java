/// The log in memory, for tests and experiments.
@NullMarked
package io.memlog.eventstore.memory;

import org.jspecify.annotations.NullMarked;
