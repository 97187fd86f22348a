/// Background threads of an application: their start and stop, and what wakes them.
@NullMarked
package io.memlog.eventstore.lifecycle;

import org.jspecify.annotations.NullMarked;
