package io.memlog.api.retention;

import java.time.Instant;

/// What is there and no longer needed. Everything happens within the caller's transaction.
public interface Leftovers {

    /// Makes the caller the only one who removes anything, until the transaction ends; false while another is.
    boolean claim();

    /// Removes some of what ended before this time.
    ///
    /// @return how many were removed; fewer than the most when there are no more
    int remove(Kind kind, Instant before, int most);
}
