/// Replays dead letters, and latest events of the log, to one projection.
@NullMarked
package io.memlog.api.operations.replay;

import org.jspecify.annotations.NullMarked;
