/// The contents of an index, as its worker reports them to the consistency check of api-service.
@NullMarked
package io.memlog.schemas.inventory;

import org.jspecify.annotations.NullMarked;
