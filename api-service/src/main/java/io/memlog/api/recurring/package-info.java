/// What the application does again and again in the background.
@NullMarked
package io.memlog.api.recurring;

import org.jspecify.annotations.NullMarked;
