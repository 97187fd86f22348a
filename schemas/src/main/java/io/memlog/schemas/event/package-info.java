/// What happens to a memory log: the changes that the log holds, and the progress that workers report.
@NullMarked
package io.memlog.schemas.event;

import org.jspecify.annotations.NullMarked;
