/// What a store of an index holds, asked by api-service and answered by the worker that owns the store.
@NullMarked
package io.memlog.schemas.inventory;

import org.jspecify.annotations.NullMarked;
