/// The events of a memory log: the changes in the log, and the progress that workers report.
@NullMarked
package io.memlog.schemas.event;

import org.jspecify.annotations.NullMarked;
