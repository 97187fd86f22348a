/// The files of the web console, which hold no data.
@NullMarked
package io.memlog.api.console;

import org.jspecify.annotations.NullMarked;
