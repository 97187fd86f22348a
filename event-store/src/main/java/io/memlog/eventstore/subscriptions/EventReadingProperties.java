package io.memlog.eventstore.subscriptions;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the log is read.
///
/// @param settleWait   how long a query waits for writers that are still at work before it holds back what
///     might come behind them
/// @param batchSize    how many events a subscription hands over at a time
/// @param pollInterval how often a subscription asks for what another instance has appended
/// @param retryPause   how long a subscription waits after a failure
/// @param stopTimeout  how long a stop waits for the batch that is being handled
@Validated
@ConfigurationProperties("memlog.events")
public record EventReadingProperties(
        @DurationMin(millis = 0) @DurationMax(seconds = 20) @DefaultValue("1s")
        Duration settleWait,

        @Positive @DefaultValue("500") int batchSize,
        @DurationMin(millis = 1) @DefaultValue("250ms") Duration pollInterval,
        @DurationMin(millis = 1) @DefaultValue("1s") Duration retryPause,
        @DurationMin(millis = 1) @DefaultValue("10s") Duration stopTimeout) {}
