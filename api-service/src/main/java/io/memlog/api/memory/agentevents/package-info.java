/// Agent events: stored once, found by filter.
@NullMarked
package io.memlog.api.memory.agentevents;

import org.jspecify.annotations.NullMarked;
