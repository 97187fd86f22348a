/// Spans of what happens to a memory after its request: through Kafka to the stores and back.
@NullMarked
package io.memlog.tracing;

import org.jspecify.annotations.NullMarked;
