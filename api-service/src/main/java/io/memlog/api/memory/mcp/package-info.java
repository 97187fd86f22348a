/// Memory as tools of the Model Context Protocol.
@NullMarked
package io.memlog.api.memory.mcp;

import org.jspecify.annotations.NullMarked;
