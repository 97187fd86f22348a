/// Moving superseded events to files, and restoring them.
@NullMarked
package io.memlog.api.operations.archive;

import org.jspecify.annotations.NullMarked;
