/// Events as Kafka messages: CloudEvents 1.0 in binary mode, and the headers of dead letters.
@NullMarked
package io.memlog.schemas.message;

import org.jspecify.annotations.NullMarked;
