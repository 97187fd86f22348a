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

/// How the outbox is emptied, and how much it may hold.
///
/// @param batchSize       how many messages the relay reads, sends and deletes at a time
/// @param batchBytes      how much payload it reads at a time; a larger message travels alone
/// @param idleWait        how long it waits when the outbox is empty and nobody wakes it
/// @param takeoverWait    how often an instance that does not lead asks whether it may
/// @param maxRows         with more messages waiting than this the outbox counts as full
/// @param countInterval   how often the waiting messages are counted
/// @param deliveryTimeout how long Kafka may take to acknowledge before that counts as trouble
/// @param blockTimeout    how long to wait for a Kafka that has never answered
/// @param longestPause    the longest pause between two attempts while Kafka or PostgreSQL is away
/// @param stopTimeout     how long a shutdown waits for the batch in flight
/// @param notifications          whether instances wake each other through PostgreSQL; if not, they only
///     poll
/// @param directUrl       a JDBC URL that reaches PostgreSQL itself, in case `spring.datasource.url` leads
///     to a pooling proxy
/// @param connectTimeout  how long opening a connection to PostgreSQL may take
/// @param statementTimeout how long one of the relay's statements may take
@Validated
@ConfigurationProperties("memlog.outbox")
public record OutboxProperties(
        @Positive @DefaultValue("500") int batchSize,
        @DefaultValue("8MB") DataSize batchBytes,
        @DurationMin(millis = 1) @DefaultValue("250ms") Duration idleWait,
        @DurationMin(millis = 10) @DefaultValue("1s") Duration takeoverWait,
        @Positive @DefaultValue("1000000") int maxRows,
        @DurationMin(millis = 10) @DefaultValue("2s") Duration countInterval,

        @DurationMin(seconds = 1) @DurationMax(minutes = 10) @DefaultValue("10s")
        Duration deliveryTimeout,

        @DurationMin(millis = 100) @DefaultValue("5s") Duration blockTimeout,
        @DurationMin(millis = 100) @DefaultValue("5s") Duration longestPause,
        @DurationMin(millis = 1) @DefaultValue("10s") Duration stopTimeout,
        @DefaultValue("true") boolean notifications,
        @Nullable String directUrl,
        @DurationMin(seconds = 1) @DefaultValue("5s") Duration connectTimeout,
        @DurationMin(seconds = 1) @DefaultValue("20s") Duration statementTimeout) {}
