/// Sends events to the replay topic of one projection.
@NullMarked
package io.memlog.api.operations.replay.send;

import org.jspecify.annotations.NullMarked;
