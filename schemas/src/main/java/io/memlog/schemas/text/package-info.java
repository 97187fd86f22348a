/// The words that a memory log holds, wherever they stand and whatever type they drifted to.
@NullMarked
package io.memlog.schemas.text;

import org.jspecify.annotations.NullMarked;
