package io.memlog.consumer.kafka;

import io.memlog.consumer.processing.OutageProperties;
import io.memlog.consumer.processing.RetryProperties;
import io.memlog.schemas.topic.Projection;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// How an index follows the log.
///
/// @param enabled        whether it follows at all
/// @param groupId        the consumer group; `memlog-` and the projection's name where it is not given
/// @param threads        how many consumers share the partitions within this application
/// @param maxBatch       how many messages are worked on at a time at most
/// @param maxFetch       how much one fetch brings at most
/// @param maxWrite       how much one write to the index brings at most; a larger message is a write of its
///     own
/// @param revocationWait how long partitions that go to another consumer wait for the batch in flight;
///     longer than any call of the index takes
/// @param stopWait       how long a stop waits for the batch in flight
/// @param lagInterval    how often the lag is measured
/// @param retry          how an event that fails by its own fault is tried again
/// @param outage         how an outage is waited out
@Validated
@ConfigurationProperties("memlog.consumer")
record ConsumerProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String groupId,
        @Min(1) @Max(12) @DefaultValue("1") int threads,
        @Positive @Max(10_000) @DefaultValue("250") int maxBatch,
        @DefaultValue("16MB") DataSize maxFetch,
        @DefaultValue("1MB") DataSize maxWrite,

        @DurationMin(millis = 1) @DurationMax(minutes = 4) @DefaultValue("40s")
        Duration revocationWait,

        @DurationMin(millis = 1) @DefaultValue("20s") Duration stopWait,
        @DurationMin(millis = 1) @DefaultValue("5s") Duration lagInterval,
        @Valid @NestedConfigurationProperty @DefaultValue RetryProperties retry,
        @Valid @NestedConfigurationProperty @DefaultValue OutageProperties outage) {

    String group(Projection projection) {
        return groupId == null || groupId.isBlank() ? "memlog-" + projection.wireName() : groupId;
    }
}
