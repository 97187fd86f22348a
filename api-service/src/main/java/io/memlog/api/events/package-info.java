/// What agents report of their work, kept in the log beside the changes of memories: send it, find it again.
@NullMarked
package io.memlog.api.events;

import org.jspecify.annotations.NullMarked;
