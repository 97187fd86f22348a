/// What a consumer says to the others through Kafka: progress and dead letters.
@NullMarked
package io.memlog.consumer.publishing;

import org.jspecify.annotations.NullMarked;
