package io.memlog.api.operations.deadletters;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param maxReplays    after so many failed replays a letter is parked
/// @param replayWait    how long a replay may stay unanswered before it may be asked for again
/// @param countInterval how often the letters are counted for health and meters
/// @param maxBatch      how many messages of the dead-letter topics are indexed at a time
/// @param lookInterval  how often new partitions are looked for, and what other instances have indexed
/// @param longestPause  the longest pause between two attempts while Kafka or PostgreSQL is away
/// @param stopTimeout   how long a shutdown waits for the batch in flight
@Validated
@ConfigurationProperties("memlog.dead-letters")
public record DeadLetterProperties(
        @Positive @DefaultValue("3") int maxReplays,
        @NotNull @DefaultValue("1h") Duration replayWait,
        @NotNull @DefaultValue("5s") Duration countInterval,
        @Positive @Max(1_000) @DefaultValue("200") int maxBatch,
        @NotNull @DefaultValue("30s") Duration lookInterval,
        @NotNull @DefaultValue("30s") Duration longestPause,
        @NotNull @DefaultValue("10s") Duration stopTimeout) {}
