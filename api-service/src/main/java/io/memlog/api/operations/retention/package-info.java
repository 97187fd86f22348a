/// Removing rows that are past their retention.
@NullMarked
package io.memlog.api.operations.retention;

import org.jspecify.annotations.NullMarked;
