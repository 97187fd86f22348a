/// The status that workers report to api-service.
@NullMarked
package io.memlog.schemas.status;

import org.jspecify.annotations.NullMarked;
