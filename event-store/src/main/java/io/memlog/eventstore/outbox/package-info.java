/// Publishes committed messages from the outbox to Kafka: at least once, in order per memory.
@NullMarked
package io.memlog.eventstore.outbox;

import org.jspecify.annotations.NullMarked;
