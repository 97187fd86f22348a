/// Follows the dead-letter topics and reads whatever lies in them, so that the index shows it.
@NullMarked
package io.memlog.api.deadletters.follow;

import org.jspecify.annotations.NullMarked;
