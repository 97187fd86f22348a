package io.memlog.embedding.chroma;

import io.memlog.schemas.memory.Tenant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// How a collection is to be: its name, and the model and dimension of its vectors, which it carries as
/// metadata.
record CollectionSpec(String name, String model, int dimensions, Map<String, Object> metadata) {

    static final String MODEL = "model";
    static final String DIMENSIONS = "dimensions";
    static final String USER = "user_id";
    static final String PROJECT = "project_id";

    CollectionSpec {
        metadata = Map.copyOf(metadata);
    }

    /// The collection of a user and project; the exact ids are kept in it for those who look after Chroma.
    static CollectionSpec of(Tenant tenant, String model, int dimensions) {
        return spec(
                CollectionName.of(tenant),
                model,
                dimensions,
                Map.of(USER, tenant.userId(), PROJECT, tenant.projectId()));
    }

    /// Whose memories a collection holds; empty where it is not named after that tenant.
    static Optional<Tenant> tenantOf(ChromaApi.Collection existing) {
        return tenantIn(existing.metadata()).filter(tenant -> existing.name().equals(CollectionName.of(tenant)));
    }

    /// The tenant that metadata names; empty where it names none.
    static Optional<Tenant> tenantIn(JsonNode metadata) {
        var user = metadata.path(USER).asString("");
        var project = metadata.path(PROJECT).asString("");
        return user.isBlank() || project.isBlank() ? Optional.empty() : Optional.of(new Tenant(user, project));
    }

    /// The one collection of what was deleted. Its vectors mean nothing.
    static CollectionSpec ofDeleted() {
        return spec("memlog-deleted", "none", 1, Map.of());
    }

    /// The collection with which it is tried whether Chroma takes anything at all.
    static CollectionSpec ofProbe() {
        return spec("memlog-probe", "none", 1, Map.of());
    }

    ChromaApi.NewCollection request() {
        return new ChromaApi.NewCollection(name, true, Map.of("hnsw", Map.of("space", "cosine")), metadata);
    }

    /// Why an existing collection is not this one, or null when it is.
    @Nullable
    String differenceTo(ChromaApi.Collection existing) {
        var space = existing.configurationJson().path("hnsw").path("space").asString("");
        var storedModel = existing.metadata().path(MODEL).asString("");
        var itsDimensions = existing.metadata().path(DIMENSIONS).asInt(0);
        if (!space.equals("cosine")) {
            return "measures " + space + " instead of cosine";
        }
        return storedModel.equals(model) && itsDimensions == dimensions
                ? null
                : "holds vectors of %s (%d), not of %s (%d)".formatted(storedModel, itsDimensions, model, dimensions);
    }

    private static CollectionSpec spec(String name, String model, int dimensions, Map<String, Object> about) {
        Map<String, Object> metadata = new TreeMap<>(about);
        metadata.put(MODEL, model);
        metadata.put(DIMENSIONS, dimensions);
        return new CollectionSpec(name, model, dimensions, metadata);
    }
}
