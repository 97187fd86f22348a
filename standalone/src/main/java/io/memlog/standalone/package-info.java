/// All applications in one process on real servers.
@NullMarked
package io.memlog.standalone;

import org.jspecify.annotations.NullMarked;
