package io.memlog.api.sync;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Where the continuous check stands. One instance at a time goes on with it.
public interface Schedule {

    Round read();

    /// Makes the caller the one who goes on, for so long; empty while another is.
    Optional<Round> lease(UUID owner, Duration lease);

    /// Writes where the check stands, within the caller's transaction.
    ///
    /// @return whether the caller is still the one who goes on
    boolean save(UUID owner, Round round);

    void release(UUID owner);

    /// The last round.
    ///
    /// @param place null while none is under way
    record Round(
            @Nullable RoundPlace place,
            @Nullable Instant startedAt,
            @Nullable Instant endedAt,
            @Nullable Instant fullStartedAt) {}
}
