/// What an append adds to the log, decided apart from how the log is kept.
@NullMarked
package io.memlog.eventstore.appending;

import org.jspecify.annotations.NullMarked;
