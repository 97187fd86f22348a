/// The workers that own the indexes, as they are asked over HTTP.
@NullMarked
package io.memlog.api.workers;

import org.jspecify.annotations.NullMarked;
