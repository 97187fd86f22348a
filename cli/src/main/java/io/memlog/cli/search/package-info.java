/// Finding memory logs.
@NullMarked
package io.memlog.cli.search;

import org.jspecify.annotations.NullMarked;
