/// What api-service asks the workers that own an index, and what they answer.
@NullMarked
package io.memlog.schemas.search;

import org.jspecify.annotations.NullMarked;
