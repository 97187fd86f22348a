package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The name of a collection, and the model and dimensions of its vectors, which are stored as its metadata.
record CollectionSpec(String name, String model, int dimensions, Map<String, Object> metadata) {

    static final String MODEL = "model";
    static final String DIMENSIONS = "dimensions";
    static final String USER = "user_id";
    static final String PROJECT = "project_id";

    CollectionSpec {
        metadata = Map.copyOf(metadata);
    }

    /// The collection of a user and project; its metadata holds the exact ids for operators of Chroma.
    static CollectionSpec of(Tenant tenant, String model, int dimensions) {
        return spec(
                CollectionName.of(tenant),
                model,
                dimensions,
                Map.of(USER, tenant.userId(), PROJECT, tenant.projectId()));
    }

    /// The tenant of a collection; empty if the collection is not named after that tenant.
    static Optional<Tenant> tenantOf(ChromaApi.Collection existing) {
        return tenantIn(existing.metadata()).filter(tenant -> existing.name().equals(CollectionName.of(tenant)));
    }

    /// The tenant in the metadata, if there is one.
    static Optional<Tenant> tenantIn(JsonNode metadata) {
        var user = metadata.path(USER).asString("");
        var project = metadata.path(PROJECT).asString("");
        return user.isBlank() || project.isBlank() ? Optional.empty() : Optional.of(new Tenant(user, project));
    }

    /// The collection of all tombstones. Its vectors are placeholders.
    static CollectionSpec ofDeleted() {
        return spec("memlog-deleted", "none", 1, Map.of());
    }

    /// The collection of the health probe.
    static CollectionSpec ofProbe() {
        return spec("memlog-probe", "none", 1, Map.of());
    }

    ChromaApi.NewCollection request() {
        return new ChromaApi.NewCollection(name, true, Map.of("hnsw", Map.of("space", "cosine")), metadata);
    }

    /// How an existing collection differs from this one, or null if it does not.
    @Nullable
    String differenceTo(ChromaApi.Collection existing) {
        var space = existing.configurationJson().path("hnsw").path("space").asString("");
        var storedModel = existing.metadata().path(MODEL).asString("");
        var storedDimensions = existing.metadata().path(DIMENSIONS).asInt(0);
        if (!space.equals("cosine")) {
            return "uses the distance " + space + " instead of cosine";
        }
        return storedModel.equals(model) && storedDimensions == dimensions
                ? null
                : "holds vectors of %s (%d), not of %s (%d)"
                        .formatted(storedModel, storedDimensions, model, dimensions);
    }

    private static CollectionSpec spec(String name, String model, int dimensions, Map<String, Object> about) {
        Map<String, Object> metadata = new TreeMap<>(about);
        metadata.put(MODEL, model);
        metadata.put(DIMENSIONS, dimensions);
        return new CollectionSpec(name, model, dimensions, metadata);
    }
}
