package io.memlog.consumer.topics;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How the topics are made.
///
/// @param replicationFactor how many brokers keep a copy of each partition; it counts when a topic is made
@Validated
@ConfigurationProperties("memlog.kafka")
record KafkaTopicsProperties(
        @Positive @Max(Short.MAX_VALUE) @DefaultValue("1") int replicationFactor) {}
