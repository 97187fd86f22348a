@NullMarked
package io.memlog.embedding.chroma;

import org.jspecify.annotations.NullMarked;
