package io.memlog.api.overview;

/// Counts what waits in PostgreSQL.
public interface Backlogs {

    /// Throws when PostgreSQL is away or takes too long.
    StoredBacklog count();
}
