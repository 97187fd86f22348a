/// How the log is polled, and how partitions come and go without two workers writing one memory.
@NullMarked
package io.memlog.consumer.kafka;

import org.jspecify.annotations.NullMarked;
