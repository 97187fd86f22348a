/// The commands for API keys.
@NullMarked
package io.memlog.cli.keys;

import org.jspecify.annotations.NullMarked;
