package io.memlog.embedding.chroma;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.memlog.schemas.memory.Embedding;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.search.IndexHit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.service.annotation.DeleteExchange;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.annotation.PostExchange;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The part of Chroma's HTTP API, version 2, that the index needs, below one database.
///
/// Collections are addressed by name, their records by the collection's id.
interface ChromaApi {

    @PostExchange("/collections")
    Collection create(@RequestBody NewCollection collection);

    @GetExchange("/collections")
    List<Collection> collections(@RequestParam int limit, @RequestParam int offset);

    @GetExchange("/collections/{name}")
    Collection collection(@PathVariable String name);

    @DeleteExchange("/collections/{name}")
    void drop(@PathVariable String name);

    @GetExchange("/collections/{id}/count")
    long count(@PathVariable String id);

    /// Chroma merges the given metadata into the stored one; a member with a null value is removed.
    @PostExchange("/collections/{id}/upsert")
    void upsert(@PathVariable String id, @RequestBody Upsert records);

    @PostExchange("/collections/{id}/get")
    Records get(@PathVariable String id, @RequestBody Get request);

    /// Records in the order of their creation.
    @PostExchange("/collections/{id}/get")
    Records list(@PathVariable String id, @RequestBody Listing request);

    @PostExchange("/collections/{id}/query")
    Nearest query(@PathVariable String id, @RequestBody Query query);

    /// Unknown ids are ignored.
    @PostExchange("/collections/{id}/delete")
    void delete(@PathVariable String id, @RequestBody Delete request);

    /// @param configuration the only member in which Chroma accepts the distance function; it silently
    ///     ignores others
    record NewCollection(
            String name, boolean getOrCreate, Map<String, Object> configuration, Map<String, Object> metadata) {}

    record Collection(String id, String name, JsonNode configurationJson, JsonNode metadata) {}

    @JsonInclude(Include.NON_NULL)
    record Upsert(
            List<String> ids,
            List<Embedding> embeddings,
            @Nullable List<String> documents,
            List<Map<String, @Nullable Object>> metadatas) {}

    record Get(List<String> ids, List<String> include) {}

    @JsonInclude(Include.NON_NULL)
    record Listing(@Nullable Map<String, Object> where, int limit, int offset, List<String> include) {}

    record Records(
            List<String> ids,
            @Nullable List<Embedding> embeddings,
            @Nullable List<@Nullable JsonNode> metadatas) {

        JsonNode metadata(int index) {
            var metadata = metadatas == null ? null : metadatas.get(index);
            return metadata == null ? MissingNode.getInstance() : metadata;
        }
    }

    @JsonInclude(Include.NON_NULL)
    record Query(
            List<Embedding> queryEmbeddings,
            int nResults,
            @Nullable Map<String, Object> where,
            List<String> include) {}

    /// One list per query vector; the index always sends one vector.
    record Nearest(
            List<List<@Nullable String>> documents,
            List<List<@Nullable JsonNode>> metadatas,
            List<List<Double>> distances) {

        int records() {
            return distances.getFirst().size();
        }

        /// Skips records that another writer put into the collection.
        List<IndexHit> hits() {
            return IntStream.range(0, records())
                    .mapToObj(this::hit)
                    .flatMap(Optional::stream)
                    .toList();
        }

        private Optional<IndexHit> hit(int index) {
            var metadata = metadatas.getFirst().get(index);
            var document = documents.getFirst().get(index);
            var memory =
                    metadata == null ? 0 : metadata.path(RecordMetadata.MEMORY).asLong(0);
            if (metadata == null || document == null || memory <= 0) {
                return Optional.empty();
            }
            var version = metadata.path(RecordMetadata.VERSION).asLong(0);
            var distance = Math.clamp(distances.getFirst().get(index), 0.0, 2.0);
            return Optional.of(new IndexHit(new MemoryId(memory), version, document, distance, 1 - distance / 2));
        }
    }

    record Delete(List<String> ids) {}
}
