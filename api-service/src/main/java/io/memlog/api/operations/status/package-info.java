/// GET /status: stores, consumers, outbox and dead letters in one answer.
@NullMarked
package io.memlog.api.operations.status;

import org.jspecify.annotations.NullMarked;
