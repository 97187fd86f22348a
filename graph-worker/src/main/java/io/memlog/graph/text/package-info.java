/// The text of a memory, and its tokens as full-text search finds them.
@NullMarked
package io.memlog.graph.text;

import org.jspecify.annotations.NullMarked;
