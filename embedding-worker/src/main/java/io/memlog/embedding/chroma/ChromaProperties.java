package io.memlog.embedding.chroma;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The address of Chroma and the timeouts of its calls.
///
/// @param url            the server's address
/// @param token          sent as `X-Chroma-Token` where Chroma, or a proxy before it, asks for one
/// @param tenant         Chroma's own tenant, which holds the database
/// @param database       Chroma's database, which holds the collections
/// @param searchTimeout  timeout of a search and of a health probe
/// @param indexTimeout   timeout of one call while memories are indexed
@Validated
@ConfigurationProperties("memlog.chroma")
record ChromaProperties(
        @NotNull @DefaultValue("http://localhost:8000") URI url,
        @DefaultValue("") String token,
        @NotBlank @DefaultValue("default_tenant") String tenant,
        @NotBlank @DefaultValue("default_database") String database,
        @NotNull @DefaultValue("2s") Duration searchTimeout,
        @NotNull @DefaultValue("10s") Duration indexTimeout) {

    @AssertTrue(message = "(memlog.chroma.url) has to be http or https with a host, such as http://localhost:8000")
    boolean isUrlHttp() {
        return url.getHost() != null && Set.of("http", "https").contains(url.getScheme());
    }

    /// Without the token and the tenant, whose name is a secret where Chroma has no password.
    @Override
    public String toString() {
        return "ChromaProperties[url=" + url + ", database=" + database + "]";
    }
}
