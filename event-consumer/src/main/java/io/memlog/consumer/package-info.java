/// How a worker follows the log: what it implements, and what it may throw.
@NullMarked
package io.memlog.consumer;

import org.jspecify.annotations.NullMarked;
