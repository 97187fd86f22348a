package io.memlog.api.operations.retention;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// For how long things are kept that are of no use for ever.
///
/// @param enabled     whether anything is removed at all
/// @param jobs        how long finished jobs are kept
/// @param deadLetters how long dead letters are kept that have ended: replayed, skipped, superseded or discarded
/// @param findings    how long closed findings of the comparison are kept
/// @param interval    the pause between two looks at what may go
/// @param batch       how many rows are removed at a time
/// @param pause       the pause between two such batches
@Validated
@ConfigurationProperties("memlog.retention")
record RetentionProperties(
        @DefaultValue("true") boolean enabled,
        @DurationMin(minutes = 1) @DefaultValue("30d") Duration jobs,
        @DurationMin(minutes = 1) @DefaultValue("90d") Duration deadLetters,
        @DurationMin(minutes = 1) @DefaultValue("30d") Duration findings,
        @DurationMin(millis = 10) @DefaultValue("10m") Duration interval,
        @Min(1) @Max(10_000) @DefaultValue("500") int batch,
        @DurationMin(millis = 0) @DefaultValue("200ms") Duration pause) {}
