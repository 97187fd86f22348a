@NullMarked
package io.memlog.embedding.http;

import org.jspecify.annotations.NullMarked;
