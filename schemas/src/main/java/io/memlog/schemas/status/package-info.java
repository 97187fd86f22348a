/// What a worker says of itself to whoever asks how the whole is doing.
@NullMarked
package io.memlog.schemas.status;

import org.jspecify.annotations.NullMarked;
