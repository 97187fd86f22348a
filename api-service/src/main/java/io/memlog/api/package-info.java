/// The HTTP service that takes memory logs in and finds them again.
@NullMarked
package io.memlog.api;

import org.jspecify.annotations.NullMarked;
