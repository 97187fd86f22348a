/// What the service can do at present.
@NullMarked
package io.memlog.api.health;

import org.jspecify.annotations.NullMarked;
