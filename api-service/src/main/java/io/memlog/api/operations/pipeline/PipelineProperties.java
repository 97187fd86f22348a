package io.memlog.api.operations.pipeline;

import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The figures of the pipeline.
///
/// @param folder            the folder of their state, which each instance has for itself; if it is lost, the state is
///     read from Kafka again
/// @param retention         how long the figures of a minute are kept
/// @param overdueAfter      how long a projection may take to report about a change before it is overdue
/// @param applicationServer the base URL at which the other instances reach this one, such as `http://10.0.0.2:8080`;
///     not needed by a single instance
@Validated
@ConfigurationProperties("memlog.pipeline")
record PipelineProperties(
        @NotNull @DefaultValue("pipeline") Path folder,

        @DurationMin(hours = 1) @DurationMax(days = 7) @DefaultValue("24h")
        Duration retention,

        @DurationMin(seconds = 1) @DurationMax(hours = 24) @DefaultValue("5m")
        Duration overdueAfter,

        @Nullable URI applicationServer) {

    PipelineProperties {
        if (applicationServer != null
                && (applicationServer.getHost() == null || applicationServer.getScheme() == null)) {
            throw new IllegalArgumentException(
                    "memlog.pipeline.application-server is a base URL such as http://10.0.0.2:8080, not "
                            + applicationServer);
        }
    }
}
