/// The OpenAPI document, and a page to try it.
@NullMarked
package io.memlog.api.openapi;

import org.jspecify.annotations.NullMarked;
