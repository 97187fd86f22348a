/// The HTTP contract, to read and to try.
@NullMarked
package io.memlog.api.docs;

import org.jspecify.annotations.NullMarked;
