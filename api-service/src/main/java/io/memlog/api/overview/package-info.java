/// How the whole is doing: every store, every consumer, and what waits.
@NullMarked
package io.memlog.api.overview;

import org.jspecify.annotations.NullMarked;
