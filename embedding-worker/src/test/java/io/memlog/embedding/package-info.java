@NullMarked
package io.memlog.embedding;

import org.jspecify.annotations.NullMarked;
