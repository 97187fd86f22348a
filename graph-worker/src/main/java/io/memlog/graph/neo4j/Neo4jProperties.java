package io.memlog.graph.neo4j;

import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/// Where Neo4j is and how long its answers may take.
///
/// @param uri               the server's address, `bolt:` for one server, `neo4j:` for a cluster
/// @param username          whom to log in as
/// @param password          without one, nobody logs in
/// @param database          Neo4j's database
/// @param connectTimeout    how long a connection may take to open
/// @param searchTimeout     how long a search, and a look at the health, may take in all
/// @param indexTimeout      how long one call may take in all while memories are indexed
/// @param searchConnections how many searches talk to Neo4j at the same time at the most
/// @param indexConnections  how many calls talk to it at the same time while memories are indexed
@Validated
@ConfigurationProperties("memlog.neo4j")
record Neo4jProperties(
        @NotNull @DefaultValue("bolt://localhost:7687") URI uri,
        @DefaultValue("neo4j") String username,
        @DefaultValue("") String password,
        @NotBlank @DefaultValue("neo4j") String database,
        @NotNull @DefaultValue("1s") Duration connectTimeout,
        @NotNull @DefaultValue("2500ms") Duration searchTimeout,
        @NotNull @DefaultValue("15s") Duration indexTimeout,
        @Positive @DefaultValue("16") int searchConnections,
        @Positive @DefaultValue("6") int indexConnections) {}
