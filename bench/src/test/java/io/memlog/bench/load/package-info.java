/// Load at a fixed rate or by a fixed number of clients, and what it sends.
@NullMarked
package io.memlog.bench.load;

import org.jspecify.annotations.NullMarked;
