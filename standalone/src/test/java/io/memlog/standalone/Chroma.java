package io.memlog.standalone;

import io.memlog.embedded.Passwords;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Looks into a Chroma server past Memlog.
final class Chroma implements AutoCloseable {

    private final Client client;
    private final String path;

    Chroma(int port, Passwords passwords) {
        this.client = new Client(port);
        this.path = "/api/v2/tenants/" + passwords.of("chroma.tenant") + "/databases/default_database/collections";
    }

    /// The ids of all records of all collections of memories, in no order.
    List<String> recordIds() throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        for (var collection : ok(client.get(path))) {
            if (!collection.path("name").stringValue().equals("memlog-deleted")) {
                var records = path + "/" + collection.path("id").stringValue() + "/get";
                ok(client.post(records, Map.of("include", List.of())))
                        .path("ids")
                        .forEach(id -> ids.add(id.stringValue()));
            }
        }
        return ids;
    }

    /// The version of each memory, and how many records of it there are; a memory in two states makes two entries.
    List<StoredMemory> memories() throws IOException, InterruptedException {
        Map<StoredMemory, Integer> records = new HashMap<>();
        for (var collection : collections()) {
            var answer = ok(client.post(recordsOf(collection, "get"), Map.of("include", List.of("metadatas"))));
            for (var metadata : answer.path("metadatas")) {
                var memory = new StoredMemory(
                        metadata.path("memory").asLong(),
                        metadata.path("version").asLong(),
                        metadata.path("chunks").asInt());
                records.merge(memory, 1, Integer::sum);
            }
        }
        return records.entrySet().stream()
                .map(entry -> entry.getKey().of(entry.getValue()))
                .toList();
    }

    /// Removes the records of memories, as somebody does who does not know what they are.
    void remove(List<Long> memories) throws IOException, InterruptedException {
        var ids = memories.stream().map(memory -> memory + "#0").toList();
        for (var collection : collections()) {
            ok(client.post(recordsOf(collection, "delete"), Map.of("ids", ids)));
        }
    }

    /// Gives the first records of memories another version, as a restored backup would.
    void setVersion(List<Long> memories, long version) throws IOException, InterruptedException {
        for (var memory : memories) {
            change(memory, memory + "#0", Map.of("version", version));
        }
    }

    /// Stores a copy of a memory under an id that nobody knows.
    void copy(long memory, long unknown) throws IOException, InterruptedException {
        change(memory, unknown + "#0", Map.of("memory", unknown, "version", 1, "chunk", 0, "chunks", 1));
    }

    private void change(long memory, String id, Map<String, Object> metadata) throws IOException, InterruptedException {
        for (var collection : collections()) {
            var found = ok(client.post(
                    recordsOf(collection, "get"),
                    Map.of("ids", List.of(memory + "#0"), "include", List.of("embeddings", "metadatas", "documents"))));
            if (!found.path("ids").isEmpty()) {
                Map<String, Object> its = new HashMap<>();
                found.path("metadatas")
                        .path(0)
                        .propertyStream()
                        .forEach(member -> its.put(member.getKey(), member.getValue()));
                its.putAll(metadata);
                ok(client.post(
                        recordsOf(collection, "upsert"),
                        Map.of(
                                "ids", List.of(id),
                                "embeddings", found.path("embeddings"),
                                "documents", found.path("documents"),
                                "metadatas", List.of(its))));
            }
        }
    }

    private List<JsonNode> collections() throws IOException, InterruptedException {
        var collections = new ArrayList<JsonNode>();
        for (var collection : ok(client.get(path + "?limit=1000"))) {
            var name = collection.path("name").stringValue();
            if (!name.equals("memlog-deleted") && !name.equals("memlog-probe")) {
                collections.add(collection);
            }
        }
        return collections;
    }

    private String recordsOf(JsonNode collection, String call) {
        return path + "/" + collection.path("id").stringValue() + "/" + call;
    }

    /// The texts of a memory's records.
    List<String> documentsOf(long memory) throws IOException, InterruptedException {
        var documents = new ArrayList<String>();
        for (var collection : ok(client.get(path))) {
            if (!collection.path("name").stringValue().equals("memlog-deleted")) {
                var records = path + "/" + collection.path("id").stringValue() + "/get";
                ok(client.post(records, Map.of("ids", List.of(memory + "#0"), "include", List.of("documents"))))
                        .path("documents")
                        .forEach(document -> documents.add(document.stringValue()));
            }
        }
        return documents;
    }

    private static JsonNode ok(HttpResponse<String> response) {
        if (response.statusCode() != 200) {
            throw new AssertionError(response.statusCode() + " " + response.body());
        }
        return Client.json(response);
    }

    @Override
    public void close() {
        client.close();
    }
}
