package io.memlog.embedding.chroma;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists the records of one collection in the order of their creation. An id alone costs Chroma about a
/// microsecond, metadata at least ten times that.
record CollectionScan(ChromaClient chroma, String collection) {

    private static final int IDS_PER_PAGE = 100_000;
    private static final int METADATA_PER_PAGE = 10_000;

    StablePager<String> ids() {
        return ids(null);
    }

    /// @param where the condition; null for all records
    StablePager<String> ids(@Nullable Map<String, Object> where) {
        return new StablePager<>(
                IDS_PER_PAGE, (limit, offset) -> page(where, limit, offset).ids(), Function.identity());
    }

    /// For records with little metadata.
    StablePager<StoredRecord> metadata() {
        return new StablePager<>(
                METADATA_PER_PAGE,
                (limit, offset) -> StoredRecord.all(page(null, limit, offset, "metadatas")),
                StoredRecord::name);
    }

    private ChromaApi.Records page(@Nullable Map<String, Object> where, int limit, int offset, String... include) {
        var request = new ChromaApi.Listing(where, limit, offset, List.of(include));
        return chroma.call(api -> api.list(collection, request));
    }
}
