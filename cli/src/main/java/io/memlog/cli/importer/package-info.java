/// Imports the memories that other programs export.
@NullMarked
package io.memlog.cli.importer;

import org.jspecify.annotations.NullMarked;
