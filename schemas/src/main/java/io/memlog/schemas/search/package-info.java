/// The searches that api-service sends to the workers, and their results.
@NullMarked
package io.memlog.schemas.search;

import org.jspecify.annotations.NullMarked;
