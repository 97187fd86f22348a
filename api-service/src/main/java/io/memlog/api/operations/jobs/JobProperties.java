package io.memlog.api.operations.jobs;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How jobs are run.
///
/// @param atOnce       how many jobs one instance runs at the same time
/// @param chunk        how many items a step has at most; a slower rate makes it smaller
/// @param lease        after how long without a sign of life another instance goes on with a job
/// @param heartbeat    how often an instance gives that sign
/// @param idleWait     how often an instance looks for a job that another one was asked for
/// @param longestPause the longest pause between two attempts while Kafka or PostgreSQL is away
/// @param stopTimeout  how long a shutdown waits for the steps in flight
@Validated
@ConfigurationProperties("memlog.jobs")
record JobProperties(
        @Positive @DefaultValue("4") int atOnce,
        @Positive @DefaultValue("500") int chunk,
        @DurationMin(millis = 100) @DefaultValue("6s") Duration lease,
        @DurationMin(millis = 10) @DefaultValue("2s") Duration heartbeat,
        @DurationMin(millis = 10) @DefaultValue("1s") Duration idleWait,
        @DurationMin(millis = 100) @DefaultValue("5s") Duration longestPause,
        @DurationMin(millis = 1) @DefaultValue("15s") Duration stopTimeout) {}
