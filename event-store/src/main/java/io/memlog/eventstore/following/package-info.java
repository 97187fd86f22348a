/// Following the log: catching up from a checkpoint, then waiting for what is appended.
@NullMarked
package io.memlog.eventstore.following;

import org.jspecify.annotations.NullMarked;
