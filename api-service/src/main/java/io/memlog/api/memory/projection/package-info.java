/// The state of each memory in each projection: recorded from progress events, read, awaited.
@NullMarked
package io.memlog.api.memory.projection;

import org.jspecify.annotations.NullMarked;
