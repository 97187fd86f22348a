/// Finding, showing and exporting memory logs.
@NullMarked
package io.memlog.cli.memories;

import org.jspecify.annotations.NullMarked;
