/// What a consumer measures.
@NullMarked
package io.memlog.consumer.meters;

import org.jspecify.annotations.NullMarked;
