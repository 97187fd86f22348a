package io.memlog.api.ingest;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// @param idempotencyRetention how long an idempotency key is remembered
@Validated
@ConfigurationProperties("memlog.ingest")
record IngestProperties(@NotNull @DefaultValue("24h") Duration idempotencyRetention) {}
