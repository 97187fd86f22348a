/// `memlog mcp`: the Model Context Protocol over the standard input and output.
@NullMarked
package io.memlog.cli.mcp;

import org.jspecify.annotations.NullMarked;
