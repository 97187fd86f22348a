/// What the graph holds, asked by api-service to compare it with the log.
@NullMarked
package io.memlog.graph.inventory;

import org.jspecify.annotations.NullMarked;
