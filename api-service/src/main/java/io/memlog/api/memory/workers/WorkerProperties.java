package io.memlog.api.memory.workers;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param timeout how long a retriever may take before a search answers without it
/// @param vector  connection to embedding-worker
/// @param graph   connection to graph-worker
@Validated
@ConfigurationProperties("memlog.search")
record WorkerProperties(
        @NotNull @DefaultValue("3s") Duration timeout,
        @Valid @NotNull @DefaultValue Vector vector,
        @Valid @NotNull @DefaultValue Graph graph) {

    /// @param url the base URL of embedding-worker
    record Vector(
            @NotNull @DefaultValue("http://localhost:8081") URI url) {}

    /// @param url the base URL of graph-worker
    record Graph(
            @NotNull @DefaultValue("http://localhost:8082") URI url) {}
}
