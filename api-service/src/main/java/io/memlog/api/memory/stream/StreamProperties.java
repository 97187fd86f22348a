package io.memlog.api.memory.stream;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Live updates.
///
/// @param maxStreams  how many clients may follow at the same time; one key or token has at most half
/// @param bufferSize  how many changes are kept in memory for all clients together; one that falls further behind is
///     disconnected
/// @param heartbeat   how often a client to which nothing else is sent gets a sign of life
/// @param maxDuration when a stream ends, so that its caller is recognised again; the client resumes
@Validated
@ConfigurationProperties("memlog.stream")
record StreamProperties(
        @Positive @DefaultValue("2000") int maxStreams,
        @Positive @DefaultValue("10000") int bufferSize,
        @DurationMin(millis = 100) @DefaultValue("15s") Duration heartbeat,
        @DurationMin(seconds = 1) @DefaultValue("15m") Duration maxDuration) {}
