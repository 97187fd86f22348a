/// Replay: what an index should have, sent again to the one consumer that needs it.
@NullMarked
package io.memlog.api.replay;

import org.jspecify.annotations.NullMarked;
