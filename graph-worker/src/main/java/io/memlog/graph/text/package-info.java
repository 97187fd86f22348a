/// The text of a memory and the words it can be found by.
@NullMarked
package io.memlog.graph.text;

import org.jspecify.annotations.NullMarked;
