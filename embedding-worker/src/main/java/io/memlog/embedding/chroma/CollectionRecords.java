package io.memlog.embedding.chroma;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.memlog.embedding.vectors.EmbeddedMemory;
import io.memlog.embedding.vectors.StoredVersion.Live;
import io.memlog.schemas.memory.MemoryId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// The records of one collection, which holds the memories of one user and project.
///
/// The first record of a memory is written last and removed last, and it alone tells the version: a memory
/// whose write was cut short counts as not written, one whose removal was cut short as not removed.
final class CollectionRecords {

    private final ChromaClient chroma;
    private final String collection;

    CollectionRecords(ChromaClient chroma, String collection) {
        this.chroma = chroma;
        this.collection = collection;
    }

    Map<MemoryId, Long> currentVersions(Collection<MemoryId> memories) {
        return firstOf(memories).stream().collect(toMap(record -> record.id().memory(), StoredRecord::version));
    }

    InventoryIdPage idsInto(Supplier<InventoryIdPage> newAccumulator) {
        return new CollectionScan(chroma, collection).ids().collectInto(newAccumulator, InventoryIdPage::add);
    }

    Stream<StoredRecord> metadata(List<String> ids) {
        return Batches.of(ids).stream().flatMap(batch -> StoredRecord.all(get(batch, "metadatas")).stream());
    }

    /// Those that are whole.
    Map<MemoryId, Live> read(Collection<MemoryId> memories) {
        var firstOnes = firstOf(memories);
        var ids = firstOnes.stream().flatMap(StoredRecord::idsOfMemory).toList();
        var records = inBatches(ids, "metadatas", "embeddings").collect(toMap(StoredRecord::id, record -> record));
        Map<MemoryId, Live> held = new HashMap<>();
        for (var first : firstOnes) {
            var chunks = first.idsOfMemory()
                    .map(records::get)
                    .filter(chunk -> chunk != null && chunk.version() == first.version())
                    .map(StoredRecord::vector)
                    .toList();
            if (chunks.size() == first.chunks()) {
                held.put(first.id().memory(), new Live(first.version(), first.model(), chunks));
            }
        }
        return held;
    }

    void store(List<EmbeddedMemory> memories) {
        var existing =
                existing(memories.stream().map(memory -> memory.key().id()).toList());
        var records = memories.stream()
                .flatMap(memory -> RecordUpsert.of(memory, existing))
                .collect(groupingBy(record -> record.id().chunk() > 0));
        var others = records.getOrDefault(true, List.of());
        var firstOnes = records.getOrDefault(false, List.of());
        var all = Stream.concat(others.stream(), firstOnes.stream()).toList();
        remove(existing.without(all.stream().map(RecordUpsert::id).toList()));
        Batches.of(all).forEach(batch -> chroma.write(api -> api.upsert(collection, RecordUpsert.request(batch))));
    }

    void removeMemories(Collection<MemoryId> memories) {
        remove(existing(memories).ids());
    }

    /// Removes whatever bears the memories' ids, in whatever state it is.
    void purgeMemories(Collection<MemoryId> memories) {
        var wanted = memories.stream().map(MemoryId::value).collect(toSet());
        var ids = new CollectionScan(chroma, collection).ids().collectInto(ArrayList<String>::new, (found, id) -> {
            if (wanted.contains(InventoryIdPage.memoryOf(id))) {
                found.add(id);
            }
        });
        Batches.of(ids).forEach(batch -> chroma.run(api -> api.delete(collection, new ChromaApi.Delete(batch))));
    }

    private void remove(Collection<RecordId> records) {
        var ids = records.stream()
                .sorted(RecordId.LAST_CHUNKS_FIRST)
                .map(RecordId::toString)
                .toList();
        Batches.of(ids).forEach(batch -> chroma.run(api -> api.delete(collection, new ChromaApi.Delete(batch))));
    }

    private ExistingRecords existing(Collection<MemoryId> memories) {
        return ExistingRecords.of(memories, ids -> get(ids, "metadatas"));
    }

    private List<StoredRecord> firstOf(Collection<MemoryId> memories) {
        return inBatches(memories.stream().map(RecordId::first).toList(), "metadatas")
                .toList();
    }

    private Stream<StoredRecord> inBatches(List<RecordId> ids, String... include) {
        return Batches.of(ids).stream()
                .map(batch -> batch.stream().map(RecordId::toString).toList())
                .flatMap(batch -> StoredRecord.all(get(batch, include)).stream());
    }

    private ChromaApi.Records get(List<String> ids, String... include) {
        return chroma.call(api -> api.get(collection, new ChromaApi.Get(ids, List.of(include))));
    }
}
