package io.memlog.standalone;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Looks into a Chroma server past Memlog.
final class Chroma implements AutoCloseable {

    private static final String COLLECTIONS = "/api/v2/tenants/default_tenant/databases/default_database/collections";

    private final Client client;

    Chroma(int port) {
        this.client = new Client(port);
    }

    /// The ids of all records of all collections of memories, in no order.
    List<String> recordIds() throws IOException, InterruptedException {
        var ids = new ArrayList<String>();
        for (var collection : ok(client.get(COLLECTIONS))) {
            if (!collection.path("name").stringValue().equals("memlog-deleted")) {
                var records = COLLECTIONS + "/" + collection.path("id").stringValue() + "/get";
                ok(client.post(records, Map.of("include", List.of())))
                        .path("ids")
                        .forEach(id -> ids.add(id.stringValue()));
            }
        }
        return ids;
    }

    /// The texts of a memory's records.
    List<String> documentsOf(long memory) throws IOException, InterruptedException {
        var documents = new ArrayList<String>();
        for (var collection : ok(client.get(COLLECTIONS))) {
            if (!collection.path("name").stringValue().equals("memlog-deleted")) {
                var records = COLLECTIONS + "/" + collection.path("id").stringValue() + "/get";
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
