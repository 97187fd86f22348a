/// Search by words and by relationship, asked by api-service.
@NullMarked
package io.memlog.graph.search;

import org.jspecify.annotations.NullMarked;
