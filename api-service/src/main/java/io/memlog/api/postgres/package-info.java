/// Everything that api-service keeps in PostgreSQL besides the log.
@NullMarked
package io.memlog.api.postgres;

import org.jspecify.annotations.NullMarked;
