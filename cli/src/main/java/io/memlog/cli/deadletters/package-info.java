/// Dead letters: events that a projection could not apply, and what operators do about them.
@NullMarked
package io.memlog.cli.deadletters;

import org.jspecify.annotations.NullMarked;
