/// Reads what other programs export: one class for each format, which recognises itself by content.
@NullMarked
package io.memlog.cli.importer.format;

import org.jspecify.annotations.NullMarked;
