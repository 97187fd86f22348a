/// The JSON conventions: exact numbers, snake_case, times in UTC with microseconds, lower-case enums.
@NullMarked
package io.memlog.schemas.json;

import org.jspecify.annotations.NullMarked;
