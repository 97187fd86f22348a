/// What people and scripts see: tables, progress, colours and exit codes.
@NullMarked
package io.memlog.cli.terminal;

import org.jspecify.annotations.NullMarked;
