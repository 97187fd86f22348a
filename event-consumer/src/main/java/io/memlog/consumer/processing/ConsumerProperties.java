package io.memlog.consumer.processing;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
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
        @Valid @NestedConfigurationProperty @DefaultValue FailureProperties failure) {

    /// The age at which a batch is stalled.
    public Duration maxBatchAge() {
        return batchTimeout.multipliedBy(2);
    }
}
