@NullMarked
package io.memlog.embedding.search;

import org.jspecify.annotations.NullMarked;
