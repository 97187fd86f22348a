/// The topics, who reads them and how they are set up.
@NullMarked
package io.memlog.schemas.topic;

import org.jspecify.annotations.NullMarked;
