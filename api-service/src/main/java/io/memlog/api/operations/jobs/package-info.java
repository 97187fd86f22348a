/// Long-running work as leased jobs that survive restarts.
@NullMarked
package io.memlog.api.operations.jobs;

import org.jspecify.annotations.NullMarked;
