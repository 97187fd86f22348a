/// What tests of it share.
@NullMarked
package io.memlog.graph.index;

import org.jspecify.annotations.NullMarked;
