package io.memlog.api.ingest;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How memory logs are taken in.
///
/// @param idempotencyRetention how long an idempotency key is remembered
@Validated
@ConfigurationProperties("memlog.ingest")
public record IngestProperties(@NotNull @DefaultValue("24h") Duration idempotencyRetention) {}
