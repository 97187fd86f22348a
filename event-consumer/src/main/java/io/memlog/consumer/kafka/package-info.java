/// Polls the log, and hands partitions over without two workers writing one memory at the same time.
@NullMarked
package io.memlog.consumer.kafka;

import org.jspecify.annotations.NullMarked;
