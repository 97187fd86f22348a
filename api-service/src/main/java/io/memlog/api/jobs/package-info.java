/// Work that outlives a request: it is done in the background, step by step, by one instance at a time, and
/// goes on where it was when that instance ends.
@NullMarked
package io.memlog.api.jobs;

import org.jspecify.annotations.NullMarked;
