/// Extracts the texts of a memory log, whatever the types of its members are.
@NullMarked
package io.memlog.schemas.text;

import org.jspecify.annotations.NullMarked;
