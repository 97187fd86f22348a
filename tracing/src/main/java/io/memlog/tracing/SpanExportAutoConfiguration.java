package io.memlog.tracing;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.micrometer.tracing.autoconfigure.TracingProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.annotation.Bean;

/// Which spans are exported, while tracing is on.
@AutoConfiguration(before = OpenTelemetryTracingAutoConfiguration.class)
class SpanExportAutoConfiguration {

    private static final String URL = "http.url";
    private static final String PROBES = "/actuator/";
    private static final String BETWEEN_APPLICATIONS = "/internal/";

    @Bean
    Sampler sampler(TracingProperties properties) {
        var probability = properties.getSampling().getProbability();
        return Sampler.parentBased(new RootSampler(Sampler.traceIdRatioBased(probability)));
    }

    /// Health checks, scrapes and what the applications ask each other all the time would be most of the traces.
    @Bean
    SpanExportingPredicate requestsOfClients() {
        return span ->
                span.getKind() != Span.Kind.SERVER || isOfClient(span.getTags().getOrDefault(URL, ""));
    }

    private static boolean isOfClient(String url) {
        return !url.startsWith(PROBES) && !url.startsWith(BETWEEN_APPLICATIONS);
    }
}
