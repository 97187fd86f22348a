/// Live updates: the changes of memory logs as they are stored, over server-sent events and WebSocket.
@NullMarked
package io.memlog.api.memory.stream;

import org.jspecify.annotations.NullMarked;
