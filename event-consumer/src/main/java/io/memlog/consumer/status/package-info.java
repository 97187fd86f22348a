/// The status of a worker, for api-service and health.
@NullMarked
package io.memlog.consumer.status;

import org.jspecify.annotations.NullMarked;
