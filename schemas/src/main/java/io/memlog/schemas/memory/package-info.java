/// Memory logs: identity, tenant, content and vectors.
@NullMarked
package io.memlog.schemas.memory;

import org.jspecify.annotations.NullMarked;
