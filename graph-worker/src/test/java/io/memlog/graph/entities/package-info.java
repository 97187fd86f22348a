/// What tests of it share.
@NullMarked
package io.memlog.graph.entities;

import org.jspecify.annotations.NullMarked;
