@NullMarked
package io.memlog.embedding.provider;

import org.jspecify.annotations.NullMarked;
