/// The command line, tried on a server in Memlog's place.
@NullMarked
package io.memlog.cli;

import org.jspecify.annotations.NullMarked;
