/// Memory logs as callers write them.
@NullMarked
package io.memlog.api.draft;

import org.jspecify.annotations.NullMarked;
