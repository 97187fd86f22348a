/// The embedding model: a text becomes the vector of its meaning.
@NullMarked
package io.memlog.embedding.model;

import org.jspecify.annotations.NullMarked;
