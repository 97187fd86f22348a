/// The event log: appends events to streams and reads them.
@NullMarked
package io.memlog.eventstore;

import org.jspecify.annotations.NullMarked;
