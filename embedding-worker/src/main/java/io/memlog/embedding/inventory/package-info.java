/// What the vector index holds, asked by api-service to compare it with the log.
@NullMarked
package io.memlog.embedding.inventory;

import org.jspecify.annotations.NullMarked;
