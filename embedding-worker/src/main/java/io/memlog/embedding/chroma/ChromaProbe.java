package io.memlog.embedding.chroma;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.schemas.memory.Embedding;
import java.util.List;
import java.util.Map;

/// Checks that Chroma can be written and read, with one record in a collection of its own. It fails on a full
/// disk, and for a server that only answers its heartbeat.
final class ChromaProbe {

    private static final CollectionSpec SPEC = CollectionSpec.ofProbe();
    private static final String ID = "probe";
    private static final ChromaApi.Upsert WRITE =
            new ChromaApi.Upsert(List.of(ID), List.of(Embedding.of(new float[] {1})), null, List.of(Map.of(ID, true)));
    private static final ChromaApi.Get READ = new ChromaApi.Get(List.of(ID), List.of());

    private final ChromaClient chroma;
    private final ChromaCollections collections;

    ChromaProbe(ChromaClient chroma, ChromaCollections collections) {
        this.chroma = chroma;
        this.collections = collections;
    }

    /// @throws IndexUnavailableException when Chroma cannot be written or read
    void run() {
        var found = collections.useOrCreate(SPEC, id -> {
            chroma.run(api -> api.upsert(id, WRITE));
            return chroma.call(api -> api.get(id, READ));
        });
        if (!found.ids().contains(ID)) {
            throw new IndexUnavailableException("Chroma does not return the record that it accepted", null);
        }
    }
}
