/// Calls to Memlog over HTTP, and what goes wrong with them.
@NullMarked
package io.memlog.cli.server;

import org.jspecify.annotations.NullMarked;
