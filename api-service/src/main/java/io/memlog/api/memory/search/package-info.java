/// Search by meaning, words and relation, and related memory logs.
@NullMarked
package io.memlog.api.memory.search;

import org.jspecify.annotations.NullMarked;
