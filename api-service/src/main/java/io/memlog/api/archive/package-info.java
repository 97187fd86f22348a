/// Superseded events leave the log for compressed files, and come back when they are asked for.
@NullMarked
package io.memlog.api.archive;

import org.jspecify.annotations.NullMarked;
