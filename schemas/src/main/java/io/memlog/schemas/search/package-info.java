/// The requests and responses of a search in an index, between api-service and the worker that owns the index.
@NullMarked
package io.memlog.schemas.search;

import org.jspecify.annotations.NullMarked;
