package io.memlog.api.deadletters;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param maxReplays    after so many failed replays a letter is parked
/// @param replayWait    how long a replay may stay unanswered before it may be asked for again
/// @param countInterval how often the letters are counted for health and meters
@Validated
@ConfigurationProperties("memlog.dead-letters")
public record DeadLetterProperties(
        @Positive @DefaultValue("3") int maxReplays,
        @NotNull @DefaultValue("1h") Duration replayWait,
        @NotNull @DefaultValue("5s") Duration countInterval) {}
