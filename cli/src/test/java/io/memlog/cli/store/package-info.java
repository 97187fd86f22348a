@NullMarked
package io.memlog.cli.store;

import org.jspecify.annotations.NullMarked;
