/// Reading memory logs.
@NullMarked
package io.memlog.api.memories;

import org.jspecify.annotations.NullMarked;
