package io.memlog.consumer.topics;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How topics are created.
///
/// @param replicationFactor the number of replicas of each partition; existing topics are not changed
@Validated
@ConfigurationProperties("memlog.kafka")
public record KafkaTopicsProperties(
        @Positive @Max(Short.MAX_VALUE) @DefaultValue("1") int replicationFactor) {}
