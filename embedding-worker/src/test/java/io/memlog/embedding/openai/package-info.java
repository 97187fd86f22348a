@NullMarked
package io.memlog.embedding.openai;

import org.jspecify.annotations.NullMarked;
