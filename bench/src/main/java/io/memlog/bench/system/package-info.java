/// The servers and applications that are measured, each in a process of its own, and what they use.
@NullMarked
package io.memlog.bench.system;

import org.jspecify.annotations.NullMarked;
