package io.memlog.consumer.kafka;

import org.apache.kafka.common.config.ConfigException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/// Says which of Kafka's settings its clients refuse, instead of a stack trace.
final class KafkaSettingFailureAnalyzer extends AbstractFailureAnalyzer<ConfigException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, ConfigException cause) {
        return new FailureAnalysis(
                "a setting of spring.kafka is wrong: " + cause.getMessage(),
                "correct it; spring.kafka.bootstrap-servers has the name and the port of each server, such as kafka:9092",
                cause);
    }
}
