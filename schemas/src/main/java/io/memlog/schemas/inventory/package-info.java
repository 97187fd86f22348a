/// The requests and responses for the content of an index, between api-service and the worker that owns the
/// index.
@NullMarked
package io.memlog.schemas.inventory;

import org.jspecify.annotations.NullMarked;
