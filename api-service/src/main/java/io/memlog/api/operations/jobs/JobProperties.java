package io.memlog.api.operations.jobs;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How jobs are run.
///
/// @param maxConcurrent how many jobs one instance runs at the same time, at most half of the database connections
/// @param lease         after how long without a heartbeat another instance takes over a job; three heartbeats fit into
/// it
/// @param pollInterval  how often an instance looks for jobs that another one has accepted
@Validated
@ConfigurationProperties("memlog.jobs")
record JobProperties(
        @Positive @DefaultValue("4") int maxConcurrent,
        @DurationMin(millis = 100) @DefaultValue("6s") Duration lease,
        @DurationMin(millis = 10) @DefaultValue("1s") Duration pollInterval) {}
