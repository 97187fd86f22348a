/// HTTP clients of the workers, each behind a circuit breaker.
@NullMarked
package io.memlog.api.memory.workers;

import org.jspecify.annotations.NullMarked;
