/// What memory logs name: people, places, files, issues and identifiers, found without any model.
@NullMarked
package io.memlog.graph.entities;

import org.jspecify.annotations.NullMarked;
