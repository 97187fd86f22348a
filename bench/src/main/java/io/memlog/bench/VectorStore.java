package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Chroma without Memlog: the same records in another collection, and queries with vectors of Memlog's.
final class VectorStore implements AutoCloseable {

    private static final int QUERIES = 200;
    private static final int PAGE = 500;

    private final Workers<HttpConnection> connections;
    private final String collections;
    private final String collection;
    private final List<JsonNode> vectors = new ArrayList<>();

    VectorStore(MemlogSystem system, int clients) throws IOException {
        var port = URI.create(system.address(Server.CHROMA)).getPort();
        connections = new Workers<>(clients, () -> new HttpConnection(port));
        collections =
                "/api/v2/tenants/" + system.passwords().of("chroma.tenant") + "/databases/default_database/collections";
        try {
            collection = collections + "/" + largest();
            page(0, QUERIES, "embeddings").path("embeddings").forEach(vectors::add);
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /// The id of the collection with the most records, which is the one that was filled.
    private String largest() throws IOException {
        var largest = "";
        var most = -1L;
        for (var candidate :
                connection().get(collections + "?limit=1000").require(200).json()) {
            var id = candidate.path("id").asString();
            var count = connection().get(collections + "/" + id + "/count").require(200);
            var records = Long.parseLong(new String(count.body(), UTF_8).strip());
            if (records > most) {
                most = records;
                largest = id;
            }
        }
        return largest;
    }

    /// As Memlog asks it.
    void query(int worker, long index, int limit) throws IOException {
        var query = Map.of(
                "query_embeddings", List.of(vectors.get((int) (index % vectors.size()))),
                "n_results", limit,
                "include", List.of("documents", "metadatas", "distances"));
        connections.of(worker).post(collection + "/query", query).require(200);
    }

    /// Writes copies of records to another collection, and returns the seconds that it took.
    double copy(int records, int batch) throws IOException {
        List<JsonNode> batches = new ArrayList<>();
        for (var offset = 0; offset < records; offset += batch) {
            batches.add(page(offset, Math.min(batch, records - offset), "embeddings", "documents", "metadatas"));
        }
        var copies = Map.of("name", "bench-copies", "configuration", Map.of("hnsw", Map.of("space", "cosine")));
        var created = connection().post(collections, copies).require(200).json();
        var path = collections + "/" + created.path("id").asString() + "/upsert";
        var begin = System.nanoTime();
        for (var page : batches) {
            var copy = Map.of(
                    "ids", page.path("ids"),
                    "embeddings", page.path("embeddings"),
                    "documents", page.path("documents"),
                    "metadatas", page.path("metadatas"));
            connection().post(path, copy).require(200);
        }
        return PartContext.secondsSince(begin);
    }

    /// Reads the metadata of all records, as a consistency check has to.
    void readMetadata() throws IOException {
        for (int read = 0, page = PAGE; page == PAGE; read += page) {
            page = page(read, PAGE, "metadatas").path("ids").size();
        }
    }

    private JsonNode page(int offset, int limit, String... include) throws IOException {
        return connection()
                .post(collection + "/get", Map.of("limit", limit, "offset", offset, "include", include))
                .require(200)
                .json();
    }

    private HttpConnection connection() {
        return connections.of(0);
    }

    @Override
    public void close() {
        connections.close();
    }
}
