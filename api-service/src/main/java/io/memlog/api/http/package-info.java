/// HTTP requests, problems, pages and cursors, as every controller reads and writes them.
@NullMarked
package io.memlog.api.http;

import org.jspecify.annotations.NullMarked;
