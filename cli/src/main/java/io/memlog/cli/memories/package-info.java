/// Reading memory logs: search, show, related and export.
@NullMarked
package io.memlog.cli.memories;

import org.jspecify.annotations.NullMarked;
