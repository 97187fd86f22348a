/// How long to wait before the next attempt.
@NullMarked
package io.memlog.schemas.retry;

import org.jspecify.annotations.NullMarked;
