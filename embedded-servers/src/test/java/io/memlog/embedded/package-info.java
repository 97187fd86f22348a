/// The embedded servers, tried for real.
@NullMarked
package io.memlog.embedded;

import org.jspecify.annotations.NullMarked;
