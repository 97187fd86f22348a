/// What was measured, as text, JSON and HTML.
@NullMarked
package io.memlog.bench.report;

import org.jspecify.annotations.NullMarked;
