/// Subscriptions that catch up from a checkpoint and then follow the log.
@NullMarked
package io.memlog.eventstore.subscriptions;

import org.jspecify.annotations.NullMarked;
