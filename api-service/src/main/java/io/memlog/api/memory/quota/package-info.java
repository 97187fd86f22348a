/// What one user and project may hold.
@NullMarked
package io.memlog.api.memory.quota;

import org.jspecify.annotations.NullMarked;
