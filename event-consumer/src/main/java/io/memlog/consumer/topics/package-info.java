/// The topics are there, and are as the contract says.
@NullMarked
package io.memlog.consumer.topics;

import org.jspecify.annotations.NullMarked;
