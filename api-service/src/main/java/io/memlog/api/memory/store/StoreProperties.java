package io.memlog.api.memory.store;

import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// How memory logs are stored.
///
/// @param idempotencyRetention how long an idempotency key is remembered
@Validated
@ConfigurationProperties("memlog.ingest")
public record StoreProperties(@NotNull @DefaultValue("24h") Duration idempotencyRetention) {}
