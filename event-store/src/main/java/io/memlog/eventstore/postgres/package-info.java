/// The log and its outbox on PostgreSQL.
@NullMarked
package io.memlog.eventstore.postgres;

import org.jspecify.annotations.NullMarked;
