/// Processes one batch of records: decode, deduplicate, apply, retry, dead-letter.
@NullMarked
package io.memlog.consumer.processing;

import org.jspecify.annotations.NullMarked;
