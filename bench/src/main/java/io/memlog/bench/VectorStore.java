package io.memlog.bench;

import io.memlog.bench.load.HttpConnection;
import io.memlog.bench.load.Workers;
import io.memlog.bench.system.MemlogSystem;
import io.memlog.bench.system.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Chroma without Memlog: the same records in another collection, and queries with vectors of Memlog's.
final class VectorStore implements AutoCloseable {

    private static final int QUERIES = 200;
    private static final int PAGE = 500;

    private final int port;
    private final String database;
    private final String collection;
    private final List<JsonNode> vectors = new ArrayList<>();
    private @Nullable Workers<HttpConnection> connections;

    private VectorStore(int port, String database, String collection) {
        this.port = port;
        this.database = database;
        this.collection = collection;
    }

    /// The collection with the most records, which is the one that was filled.
    static VectorStore ofLargestCollection(MemlogSystem system) throws IOException {
        var port = URI.create(system.address(Server.CHROMA)).getPort();
        var database = "/api/v2/tenants/" + system.passwords().of("chroma.tenant") + "/databases/default_database";
        var largest = "";
        var most = -1L;
        try (var connection = new HttpConnection(port)) {
            for (var collection : connection
                    .get(database + "/collections?limit=1000&offset=0")
                    .require(200)
                    .json()) {
                var id = collection.path("id").asString();
                var records = Long.parseLong(new String(
                                connection
                                        .get(database + "/collections/" + id + "/count")
                                        .require(200)
                                        .body(),
                                StandardCharsets.UTF_8)
                        .strip());
                if (records > most) {
                    most = records;
                    largest = id;
                }
            }
        }
        return new VectorStore(port, database, largest);
    }

    /// Reads the vectors to query with, and connects.
    void open(int clients) throws IOException {
        connections = new Workers<>(clients, () -> new HttpConnection(port));
        page(0, QUERIES, List.of("embeddings")).path("embeddings").forEach(vectors::add);
    }

    /// As Memlog asks it.
    void query(int worker, long index, int limit) throws IOException {
        var query = Map.of(
                "query_embeddings",
                List.of(vectors.get((int) (index % vectors.size()))),
                "n_results",
                limit,
                "include",
                List.of("documents", "metadatas", "distances"));
        Objects.requireNonNull(connections)
                .of(worker)
                .post(database + "/collections/" + collection + "/query", query)
                .require(200);
    }

    /// Writes copies of records to another collection, and returns the seconds that it took.
    double copy(int records, int batch) throws IOException {
        List<JsonNode> batches = new ArrayList<>();
        for (var offset = 0; offset < records; offset += batch) {
            batches.add(
                    page(offset, Math.min(batch, records - offset), List.of("embeddings", "documents", "metadatas")));
        }
        var copies = Map.of(
                "name",
                "bench-copies",
                "get_or_create",
                true,
                "configuration",
                Map.of("hnsw", Map.of("space", "cosine")));
        var connection = Objects.requireNonNull(connections).of(0);
        var id = connection
                .post(database + "/collections", copies)
                .require(200)
                .json()
                .path("id")
                .asString();
        var begin = System.nanoTime();
        for (var page : batches) {
            var copy = Map.of(
                    "ids",
                    page.path("ids"),
                    "embeddings",
                    page.path("embeddings"),
                    "documents",
                    page.path("documents"),
                    "metadatas",
                    page.path("metadatas"));
            connection.post(database + "/collections/" + id + "/upsert", copy).require(200);
        }
        return PartContext.secondsSince(begin);
    }

    private JsonNode page(int offset, int limit, List<String> include) throws IOException {
        return Objects.requireNonNull(connections)
                .of(0)
                .post(
                        database + "/collections/" + collection + "/get",
                        Map.of("limit", limit, "offset", offset, "include", include))
                .require(200)
                .json();
    }

    /// Reads the metadata of all records, as a consistency check has to.
    long scan() throws IOException {
        long read = 0;
        while (true) {
            var page = page((int) read, PAGE, List.of("metadatas")).path("ids").size();
            read += page;
            if (page < PAGE) {
                return read;
            }
        }
    }

    @Override
    public void close() {
        if (connections != null) {
            connections.close();
        }
    }
}
