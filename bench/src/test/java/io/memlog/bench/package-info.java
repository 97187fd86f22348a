/// The command that measures each stage of Memlog beside its limit.
@NullMarked
package io.memlog.bench;

import org.jspecify.annotations.NullMarked;
