/// Publishes progress and dead letters to Kafka.
@NullMarked
package io.memlog.consumer.publishing;

import org.jspecify.annotations.NullMarked;
