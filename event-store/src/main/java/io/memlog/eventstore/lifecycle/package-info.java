/// Background threads of an application: their start and stop, what wakes them, and what they currently wait
/// for.
@NullMarked
package io.memlog.eventstore.lifecycle;

import org.jspecify.annotations.NullMarked;
