/// Removes rows at the end of their retention.
@NullMarked
package io.memlog.api.operations.retention;

import org.jspecify.annotations.NullMarked;
