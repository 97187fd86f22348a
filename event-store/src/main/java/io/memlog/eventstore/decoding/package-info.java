/// Decodes the JSON of stored events to the current version of their types.
@NullMarked
package io.memlog.eventstore.decoding;

import org.jspecify.annotations.NullMarked;
