/// Who changed what, when and from where: on record in the log.
@NullMarked
package io.memlog.api.operations.audit;

import org.jspecify.annotations.NullMarked;
