/// JSON as the project reads and writes it: exact numbers, snake_case, times in UTC with microseconds.
@NullMarked
package io.memlog.schemas.json;

import org.jspecify.annotations.NullMarked;
