/// How long to wait before the next attempt, and what ends the wait.
@NullMarked
package io.memlog.schemas.retry;

import org.jspecify.annotations.NullMarked;
