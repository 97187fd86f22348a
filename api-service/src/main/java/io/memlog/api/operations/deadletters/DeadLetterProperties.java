package io.memlog.api.operations.deadletters;

import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param maxReplays      after this number of failed replays a dead letter is parked
/// @param autoReplay      whether dead letters whose cause may pass by itself are replayed automatically
/// @param replayTimeout   how long a replay may stay unacknowledged before it can be requested again
/// @param refreshInterval how often the indexer looks for new partitions, and how often it checks Kafka, its tables and
///                        its positions while it has nothing to index
@Validated
@ConfigurationProperties("memlog.dead-letters")
public record DeadLetterProperties(
        @Positive @DefaultValue("3") int maxReplays,
        @DefaultValue("true") boolean autoReplay,
        @NotNull @DefaultValue("1h") Duration replayTimeout,
        @NotNull @DefaultValue("5s") Duration refreshInterval) {}
