package io.memlog.embedding.chroma;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where Chroma is and how long its answers may take.
///
/// @param url            the server's address
/// @param tenant         Chroma's own tenant, which holds the database
/// @param database       Chroma's database, which holds the collections
/// @param connectTimeout how long a connection may take to open
/// @param searchTimeout  how long a search, and a look at the health, may wait for an answer
/// @param indexTimeout   how long one call may wait while memories are indexed
@Validated
@ConfigurationProperties("memlog.chroma")
record ChromaProperties(
        @NotNull @DefaultValue("http://localhost:8000") URI url,
        @NotBlank @DefaultValue("default_tenant") String tenant,
        @NotBlank @DefaultValue("default_database") String database,
        @NotNull @DefaultValue("1s") Duration connectTimeout,
        @NotNull @DefaultValue("2s") Duration searchTimeout,
        @NotNull @DefaultValue("15s") Duration indexTimeout) {}
