/// Dead letters: seeing why there are any, and bringing them to an end.
@NullMarked
package io.memlog.cli.deadletters;

import org.jspecify.annotations.NullMarked;
