@NullMarked
package io.memlog.cli.terminal;

import org.jspecify.annotations.NullMarked;
