/// Changes of a memory log after it was stored: each is its next version.
@NullMarked
package io.memlog.api.changes;

import org.jspecify.annotations.NullMarked;
