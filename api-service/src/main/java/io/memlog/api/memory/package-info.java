/// A memory log as every feature sees it: its state, its versions, its JSON.
@NullMarked
package io.memlog.api.memory;

import org.jspecify.annotations.NullMarked;
