/// Whether the indexes agree with the log, and how they are brought back.
@NullMarked
package io.memlog.cli.sync;

import org.jspecify.annotations.NullMarked;
