@NullMarked
package io.memlog.cli.importer.format;

import org.jspecify.annotations.NullMarked;
