package io.memlog.api.operations.retention;

import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How long rows are kept that are no longer needed.
///
/// @param enabled     whether rows are removed at all
/// @param jobs        how long finished jobs are kept
/// @param deadLetters how long dead letters are kept that have ended: replayed, skipped, superseded or discarded
/// @param findings    how long closed findings of the consistency check are kept
/// @param timeline    how long the timelines of memories have what the projections reported
@Validated
@ConfigurationProperties("memlog.retention")
record RetentionProperties(
        @DefaultValue("true") boolean enabled,
        @DurationMin(minutes = 1) @DefaultValue("30d") Duration jobs,
        @DurationMin(minutes = 1) @DefaultValue("90d") Duration deadLetters,
        @DurationMin(minutes = 1) @DefaultValue("30d") Duration findings,
        @DurationMin(minutes = 1) @DefaultValue("30d") Duration timeline) {}
