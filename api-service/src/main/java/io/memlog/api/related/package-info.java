/// What belongs together with a memory log.
@NullMarked
package io.memlog.api.related;

import org.jspecify.annotations.NullMarked;
