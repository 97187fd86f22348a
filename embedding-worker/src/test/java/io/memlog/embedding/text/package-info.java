@NullMarked
package io.memlog.embedding.text;

import org.jspecify.annotations.NullMarked;
