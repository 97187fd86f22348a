/// Storing memory logs.
@NullMarked
package io.memlog.api.ingest;

import org.jspecify.annotations.NullMarked;
