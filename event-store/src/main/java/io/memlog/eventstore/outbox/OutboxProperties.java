package io.memlog.eventstore.outbox;

import jakarta.validation.constraints.Positive;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;
import org.springframework.validation.annotation.Validated;

/// The relay and the limits of the outbox.
///
/// @param batchSize          how many messages the relay reads, sends and deletes at a time
/// @param pollInterval       how often the relay polls an empty outbox
/// @param leaderPollInterval how often an instance that does not lead tries to become the leader
/// @param maxRows            with more waiting and parked messages than this the outbox is full
/// @param maxBytes           with more bytes of such messages than this the outbox is full
/// @param countInterval      how often the waiting messages are counted; less often while a count takes long
/// @param deliveryTimeout    how long Kafka may take to acknowledge a message before it counts as unavailable
/// @param blockTimeout       how long a send waits for the metadata of Kafka
/// @param maxBackoff         the maximum pause between two attempts while Kafka or PostgreSQL is unavailable
/// @param stopTimeout        how long a shutdown waits for the batch in flight
/// @param notifications      whether instances notify each other through PostgreSQL; otherwise they only poll
/// @param directUrl          a JDBC URL that reaches PostgreSQL itself, in case `spring.datasource.url` leads
///     to a pooling proxy
@Validated
@ConfigurationProperties("memlog.outbox")
public record OutboxProperties(
        @Positive @DefaultValue("500") int batchSize,
        @DurationMin(millis = 1) @DefaultValue("250ms") Duration pollInterval,
        @DurationMin(millis = 10) @DefaultValue("1s") Duration leaderPollInterval,
        @Positive @DefaultValue("1000000") int maxRows,
        @DefaultValue("4GB") DataSize maxBytes,
        @DurationMin(millis = 10) @DefaultValue("2s") Duration countInterval,

        @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("10s")
        Duration deliveryTimeout,

        @DurationMin(millis = 100) @DefaultValue("5s") Duration blockTimeout,
        @DurationMin(millis = 100) @DefaultValue("5s") Duration maxBackoff,
        @DurationMin(millis = 1) @DefaultValue("10s") Duration stopTimeout,
        @DefaultValue("true") boolean notifications,
        @Nullable String directUrl) {}
