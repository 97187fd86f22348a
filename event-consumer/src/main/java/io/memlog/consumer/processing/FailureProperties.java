package io.memlog.consumer.processing;

import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/// How the consumer deals with what fails.
///
/// @param retryDelays   the delays before a record is tried again that fails on its own
/// @param callTimeout   how long the calls of one tenant's write may take together
/// @param trialTimeout  the same for a tenant whose last write failed
/// @param trialInterval how long the records of a tenant whose writes fail become dead letters without a trial
/// @param minBackoff    the first pause of an outage
/// @param maxBackoff    the maximal pause; a longer `Retry-After` is honoured
/// @param recentWrite   how long a write of any tenant confirms that the store works
/// @param maxUnconfirmedPause how long the consumer pauses at most while the writes of a tenant fail, the probe
///      passes, and no recent write confirms that only this tenant is affected
public record FailureProperties(
        @DefaultValue({"200ms", "600ms", "1800ms"}) List<Duration> retryDelays,
        @DurationMin(millis = 1) @DefaultValue("10s") Duration callTimeout,
        @DurationMin(millis = 1) @DefaultValue("2s") Duration trialTimeout,
        @DurationMin(millis = 1) @DefaultValue("20s") Duration trialInterval,
        @DurationMin(millis = 1) @DefaultValue("500ms") Duration minBackoff,
        @DurationMin(millis = 1) @DefaultValue("30s") Duration maxBackoff,
        @DurationMin(millis = 0) @DefaultValue("1m") Duration recentWrite,
        @DurationMin(millis = 0) @DefaultValue("5m") Duration maxUnconfirmedPause) {}
