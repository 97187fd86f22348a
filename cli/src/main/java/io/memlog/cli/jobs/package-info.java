/// Work that goes on in Memlog by itself: watching it, stopping it, and starting a replay of memories.
@NullMarked
package io.memlog.cli.jobs;

import org.jspecify.annotations.NullMarked;
