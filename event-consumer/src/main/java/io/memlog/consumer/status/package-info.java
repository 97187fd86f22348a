/// What a worker says of itself to whoever asks how it is doing.
@NullMarked
package io.memlog.consumer.status;

import org.jspecify.annotations.NullMarked;
