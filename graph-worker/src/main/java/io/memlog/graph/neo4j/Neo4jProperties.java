package io.memlog.graph.neo4j;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// The connection to Neo4j.
///
/// @param uri           address of the server: `bolt:` for a single server, `neo4j:` for a cluster
/// @param username      login name
/// @param password      without one, the worker connects without authentication
/// @param database      name of the database
/// @param searchTimeout maximum duration of a search or a health probe, retries included
/// @param indexTimeout  maximum duration of a read or write for indexing, retries included
@Validated
@ConfigurationProperties("memlog.neo4j")
record Neo4jProperties(
        @NotNull @DefaultValue("bolt://localhost:7687") URI uri,
        @DefaultValue("neo4j") String username,
        @DefaultValue("") String password,
        @NotBlank @DefaultValue("neo4j") String database,
        @NotNull @DefaultValue("2500ms") Duration searchTimeout,
        @NotNull @DefaultValue("10s") Duration indexTimeout) {

    private static final Set<String> SCHEMES = Set.of("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc");

    @AssertTrue(message = "(memlog.neo4j.uri) has to be bolt or neo4j with a host, such as bolt://localhost:7687")
    boolean isUriBolt() {
        return uri.getHost() != null && SCHEMES.contains(uri.getScheme());
    }
}
