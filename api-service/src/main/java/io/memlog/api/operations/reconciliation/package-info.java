/// Comparing projections with the log: check, repair, rebuild.
@NullMarked
package io.memlog.api.operations.reconciliation;

import org.jspecify.annotations.NullMarked;
