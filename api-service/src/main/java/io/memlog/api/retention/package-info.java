/// Removes what is of no use any more after a time: idempotency keys, closed findings, finished jobs and dead
/// letters that have ended. The log itself is never touched.
@NullMarked
package io.memlog.api.retention;

import org.jspecify.annotations.NullMarked;
