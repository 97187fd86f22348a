/// Memlog's HTTP API: requests, responses and errors, and the base class of commands that call it.
@NullMarked
package io.memlog.cli.client;

import org.jspecify.annotations.NullMarked;
