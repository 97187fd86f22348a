/// Superseded events that leave the log for files, and come back.
@NullMarked
package io.memlog.cli.archive;

import org.jspecify.annotations.NullMarked;
