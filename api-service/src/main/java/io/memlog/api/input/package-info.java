/// What a client sent, read strictly: bodies, parameters, path ids.
@NullMarked
package io.memlog.api.input;

import org.jspecify.annotations.NullMarked;
