/// How an application uses the log; docs/event-store.md shows parts of it.
@NullMarked
package io.memlog.eventstore.examples;

import org.jspecify.annotations.NullMarked;
