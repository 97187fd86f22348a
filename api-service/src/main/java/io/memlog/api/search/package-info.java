/// Finding memory logs.
@NullMarked
package io.memlog.api.search;

import org.jspecify.annotations.NullMarked;
