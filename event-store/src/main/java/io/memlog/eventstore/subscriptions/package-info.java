/// Following the log: catching up from a checkpoint, then waiting for what is appended.
@NullMarked
package io.memlog.eventstore.subscriptions;

import org.jspecify.annotations.NullMarked;
