/// What every worker answers api-service over HTTP: the inventory and the status of its store, and problems.
@NullMarked
package io.memlog.consumer.http;

import org.jspecify.annotations.NullMarked;
