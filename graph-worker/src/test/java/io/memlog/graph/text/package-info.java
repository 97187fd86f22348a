/// What tests of it share.
@NullMarked
package io.memlog.graph.text;

import org.jspecify.annotations.NullMarked;
