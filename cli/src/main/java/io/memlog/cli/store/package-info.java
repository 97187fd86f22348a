/// Storing the memory logs of a file, each of them once.
@NullMarked
package io.memlog.cli.store;

import org.jspecify.annotations.NullMarked;
