package io.memlog.consumer.processing;

import io.memlog.schemas.retry.Backoff;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the consumer waits for an outage to end.
///
/// @param minBackoff   the first wait before the next probe
/// @param maxBackoff   the maximal wait; a longer `Retry-After` is honoured
/// @param scopeTimeout how long the consumer waits while writes of some tenants fail, the probe passes, and
///      no successful write shows that only these tenants are affected; then their records become dead
///      letters
public record OutageProperties(
        @DurationMin(millis = 1) @DefaultValue("500ms") Duration minBackoff,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration maxBackoff,
        @DurationMin(millis = 0) @DefaultValue("15m") Duration scopeTimeout) {

    public Backoff backoff(RandomGenerator random) {
        return new Backoff(minBackoff, maxBackoff, random);
    }
}
