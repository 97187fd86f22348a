/// Dead letters: the index of both topics, what operators decide, health and metrics.
@NullMarked
package io.memlog.api.operations.deadletters;

import org.jspecify.annotations.NullMarked;
