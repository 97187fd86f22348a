/// The topics and their configuration.
@NullMarked
package io.memlog.schemas.topic;

import org.jspecify.annotations.NullMarked;
