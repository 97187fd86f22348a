/// What the workers report, written back.
@NullMarked
package io.memlog.api.progress;

import org.jspecify.annotations.NullMarked;
