/// How Memlog and its stores are doing.
@NullMarked
package io.memlog.cli.status;

import org.jspecify.annotations.NullMarked;
