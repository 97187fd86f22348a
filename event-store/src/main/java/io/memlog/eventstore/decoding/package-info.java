/// From the JSON in the log to the types of today's code.
@NullMarked
package io.memlog.eventstore.decoding;

import org.jspecify.annotations.NullMarked;
