package io.memlog.cli.store;

import java.io.IOException;
import java.util.Optional;

/// Memory logs as they stand in a file, one after the other.
interface Entries {

    /// The next one, or nothing at the end.
    Optional<Entry> next() throws IOException;
}
