/// Real servers for the tests of this module, started once and shared.
@NullMarked
package io.memlog.eventstore.servers;

import org.jspecify.annotations.NullMarked;
