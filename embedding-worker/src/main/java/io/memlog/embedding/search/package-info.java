/// Search by meaning, asked by api-service.
@NullMarked
package io.memlog.embedding.search;

import org.jspecify.annotations.NullMarked;
