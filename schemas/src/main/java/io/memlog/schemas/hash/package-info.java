/// Hashes that all applications compute in the same way.
@NullMarked
package io.memlog.schemas.hash;

import org.jspecify.annotations.NullMarked;
