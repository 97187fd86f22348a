/// The API between a worker and its consumer: what the worker implements, and the exceptions it may throw.
@NullMarked
package io.memlog.consumer;

import org.jspecify.annotations.NullMarked;
