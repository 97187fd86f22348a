/// What tests of it share.
@NullMarked
package io.memlog.graph.neo4j;

import org.jspecify.annotations.NullMarked;
