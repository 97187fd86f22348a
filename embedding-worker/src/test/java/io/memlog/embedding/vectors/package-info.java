@NullMarked
package io.memlog.embedding.vectors;

import org.jspecify.annotations.NullMarked;
