@NullMarked
package io.memlog.embedding.index;

import org.jspecify.annotations.NullMarked;
