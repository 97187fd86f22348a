package io.memlog.api.problems;

/// Knows how an outage of the store shows in an exception.
public interface OutageSigns {

    /// Whether the store was away, as opposed to a statement that it refused.
    boolean isOutage(Throwable failure);
}
