package io.memlog.consumer.processing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import java.util.List;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How a worker consumes the log.
///
/// @param enabled         whether the worker consumes the log; it serves searches either way
/// @param threads         how many consumers share the partitions within this application
/// @param maxPollRecords  the maximal number of records in a batch
/// @param maxWrite        the maximal size of one write to the store; a larger record is a write of its own
/// @param batchTimeout    after which the rest of a batch is handed back; a rebalance waits for it
/// @param livenessTimeout the age of a batch at which the worker is reported as broken
/// @param shutdownTimeout how long a shutdown waits for the batch in flight
/// @param lagInterval     the interval between measurements of the lag
/// @param failure         how the consumer deals with what fails
@Validated
@ConfigurationProperties("memlog.consumer")
public record ConsumerProperties(
        @DefaultValue("true") boolean enabled,
        @Min(1) @Max(12) @DefaultValue("1") int threads,
        @Positive @Max(10_000) @DefaultValue("250") int maxPollRecords,
        @DefaultValue("256KB") DataSize maxWrite,

        @DurationMin(millis = 1) @DurationMax(minutes = 2) @DefaultValue("30s")
        Duration batchTimeout,

        @DurationMin(seconds = 1) @DefaultValue("10m") Duration livenessTimeout,
        @DurationMin(millis = 1) @DefaultValue("20s") Duration shutdownTimeout,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration lagInterval,
        @Valid @DefaultValue Failure failure) {

    /// The age at which a batch is stalled.
    public Duration maxBatchAge() {
        return batchTimeout.multipliedBy(2);
    }

    /// @param retryDelays   the delays before a record is tried again that fails on its own
    /// @param callTimeout   how long the calls of one tenant's write may take together
    /// @param trialTimeout  the same for a tenant whose last write failed
    /// @param trialInterval how long the records of a tenant whose writes fail become dead letters without a trial
    /// @param minBackoff    the first pause of an outage
    /// @param maxBackoff    the maximal pause; a longer `Retry-After` is honoured
    /// @param recentWrite   how long a write of any tenant confirms that the store works
    /// @param maxUnconfirmedPause how long the consumer pauses at most while the writes of a tenant fail, the probe
    ///      passes, and no recent write confirms that only this tenant is affected
    public record Failure(
            @DefaultValue({"200ms", "600ms", "1800ms"}) List<Duration> retryDelays,
            @DurationMin(millis = 1) @DefaultValue("10s") Duration callTimeout,
            @DurationMin(millis = 1) @DefaultValue("2s") Duration trialTimeout,
            @DurationMin(millis = 1) @DefaultValue("20s") Duration trialInterval,
            @DurationMin(millis = 1) @DefaultValue("500ms") Duration minBackoff,
            @DurationMin(millis = 1) @DefaultValue("30s") Duration maxBackoff,
            @DurationMin(millis = 0) @DefaultValue("1m") Duration recentWrite,
            @DurationMin(millis = 0) @DefaultValue("5m") Duration maxUnconfirmedPause) {}
}
