@NullMarked
package io.memlog.embedding.model;

import org.jspecify.annotations.NullMarked;
