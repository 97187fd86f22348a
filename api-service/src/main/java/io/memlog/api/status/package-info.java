/// Where each memory stands in each index, and waiting for it.
@NullMarked
package io.memlog.api.status;

import org.jspecify.annotations.NullMarked;
