/// What goes wrong, as clients see it: problem documents of RFC 9457.
@NullMarked
package io.memlog.api.problems;

import org.jspecify.annotations.NullMarked;
