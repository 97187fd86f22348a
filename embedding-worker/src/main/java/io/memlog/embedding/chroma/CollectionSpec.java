package io.memlog.embedding.chroma;

import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.memory.Tenant;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The name of a collection, and the model and dimensions of its vectors, which are stored as its metadata.
record CollectionSpec(String name, String model, int dimensions, Map<String, Object> metadata) {

    private static final int MAX_SLUG_LENGTH = 32;
    private static final int HASH_BYTES = 16;

    static final String MODEL = "model";
    static final String DIMENSIONS = "dimensions";
    static final String USER = "user_id";
    static final String PROJECT = "project_id";

    CollectionSpec {
        metadata = Map.copyOf(metadata);
    }

    /// The collection of a user and project; its metadata holds the exact ids for operators of Chroma.
    static CollectionSpec of(Tenant tenant, String model, int dimensions) {
        return spec(nameOf(tenant), model, dimensions, Map.of(USER, tenant.userId(), PROJECT, tenant.projectId()));
    }

    /// The name of a tenant's collection, readable and unique. A name supports neither every character nor every
    /// length of an id, so a hash of the exact ids distinguishes tenants; the part before it is for operators.
    static String nameOf(Tenant tenant) {
        return "memlog-" + slug(tenant.userId()) + "-" + slug(tenant.projectId()) + "-" + hash(tenant);
    }

    /// The tenant of a collection; empty if the collection is not named after that tenant.
    static Optional<Tenant> tenantOf(ChromaApi.Collection existing) {
        return tenantIn(existing.metadata()).filter(tenant -> existing.name().equals(nameOf(tenant)));
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

    private static String slug(String id) {
        var slug = id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return slug.substring(0, Math.min(MAX_SLUG_LENGTH, slug.length()));
    }

    /// Includes the length of the first id, so that moving a character from one id to the other changes the
    /// hash.
    private static String hash(Tenant tenant) {
        var user = tenant.userId();
        var project = tenant.projectId();
        var bytes = ByteBuffer.allocate(Integer.BYTES + Character.BYTES * (user.length() + project.length()));
        bytes.putInt(user.length());
        user.chars().forEach(c -> bytes.putChar((char) c));
        project.chars().forEach(c -> bytes.putChar((char) c));
        return HexFormat.of().formatHex(Sha256.of(bytes.array()), 0, HASH_BYTES);
    }
}
