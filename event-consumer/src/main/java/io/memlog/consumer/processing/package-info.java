/// What becomes of one batch of messages: what is applied, what is dropped, what waits and what is buried.
@NullMarked
package io.memlog.consumer.processing;

import org.jspecify.annotations.NullMarked;
