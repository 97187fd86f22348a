/// Making, listing and revoking API keys.
@NullMarked
package io.memlog.api.operations.keys;

import org.jspecify.annotations.NullMarked;
