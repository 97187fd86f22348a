/// The log: append events to streams and read them back.
@NullMarked
package io.memlog.eventstore;

import org.jspecify.annotations.NullMarked;
