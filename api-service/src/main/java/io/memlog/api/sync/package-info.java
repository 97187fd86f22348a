/// Agreement: comparing the indexes with the log, and bringing them back to it.
@NullMarked
package io.memlog.api.sync;

import org.jspecify.annotations.NullMarked;
