@NullMarked
package io.memlog.embedding.projection;

import org.jspecify.annotations.NullMarked;
