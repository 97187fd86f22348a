/// What every worker answers api-service over HTTP: the inventory of its store, and problems.
@NullMarked
package io.memlog.consumer.http;

import org.jspecify.annotations.NullMarked;
