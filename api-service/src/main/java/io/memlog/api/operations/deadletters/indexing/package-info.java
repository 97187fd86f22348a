/// The consumer that fills the dead-letter index from Kafka.
@NullMarked
package io.memlog.api.operations.deadletters.indexing;

import org.jspecify.annotations.NullMarked;
