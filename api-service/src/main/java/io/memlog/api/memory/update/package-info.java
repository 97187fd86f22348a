/// PUT, PATCH and DELETE: each makes the memory log's next version.
@NullMarked
package io.memlog.api.memory.update;

import org.jspecify.annotations.NullMarked;
