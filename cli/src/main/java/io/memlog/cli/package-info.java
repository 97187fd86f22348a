/// The memlog command line: what it offers, and how it ends.
@NullMarked
package io.memlog.cli;

import org.jspecify.annotations.NullMarked;
