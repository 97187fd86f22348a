/// The dead letters of all consumers: where each of them stands, and what operators do about it.
@NullMarked
package io.memlog.api.deadletters;

import org.jspecify.annotations.NullMarked;
