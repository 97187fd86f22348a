/// Decodes the JSON of stored events to the current version of their types, for applications that store events of
/// their own. Memlog's own events are decoded by `EventCodec` of the schemas.
@NullMarked
package io.memlog.eventstore.decoding;

import org.jspecify.annotations.NullMarked;
