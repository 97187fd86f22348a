package io.memlog.api.operations.reconciliation;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the indexes are compared with the log and repaired.
///
/// @param enabled       whether the indexes are checked continuously
/// @param interval      the pause between two rounds of the continuous check
/// @param repair        whether a repair follows a round that leaves open findings
/// @param gracePeriod   how long after its last change a memory counts as in flight
/// @param confirmAfter  how long after the first comparison a discrepancy is confirmed
/// @param timeout       how long to wait for a consumer that makes no progress
/// @param ratePerSecond how many messages a repair or rebuild sends per second
@Validated
@ConfigurationProperties("memlog.sync")
record SyncProperties(
        @DefaultValue("true") boolean enabled,
        @DurationMin(millis = 10) @DefaultValue("1h") Duration interval,
        @DefaultValue("false") boolean repair,
        @DurationMin(millis = 0) @DefaultValue("30s") Duration gracePeriod,

        @DurationMin(millis = 0) @DurationMax(minutes = 5) @DefaultValue("1s")
        Duration confirmAfter,

        @DurationMin(millis = 0) @DefaultValue("60s") Duration timeout,
        @Min(1) @Max(10_000) @DefaultValue("500") int ratePerSecond) {}
