/// What operators do: status, jobs, replays, the consistency check and the archive.
@NullMarked
package io.memlog.cli.operations;

import org.jspecify.annotations.NullMarked;
