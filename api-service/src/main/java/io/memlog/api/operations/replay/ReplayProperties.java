package io.memlog.api.operations.replay;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How messages are replayed.
///
/// @param ratePerSecond   how many messages a replay sends in a second, unless it is asked for another rate
/// @param deliveryTimeout how long Kafka may take to acknowledge a message before the job counts as waiting
@Validated
@ConfigurationProperties("memlog.replay")
public record ReplayProperties(
        @Min(1) @Max(ReplayRate.FASTEST) @DefaultValue("200")
        int ratePerSecond,

        @DurationMin(seconds = 1) @DurationMax(minutes = 2) @DefaultValue("10s")
        Duration deliveryTimeout) {}
