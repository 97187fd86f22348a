/// What the pipeline does, per minute and projection: the changes of the log joined with what the workers report.
@NullMarked
package io.memlog.api.operations.pipeline;

import org.jspecify.annotations.NullMarked;
