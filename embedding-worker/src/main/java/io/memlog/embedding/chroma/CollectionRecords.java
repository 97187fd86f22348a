package io.memlog.embedding.chroma;

import static java.util.Comparator.comparing;
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
/// The first record of a memory is written last and removed last, and it alone determines the version: a
/// memory whose write was interrupted counts as not written, one whose removal was interrupted as not
/// removed.
record CollectionRecords(ChromaClient chroma, String collection) {

    Map<MemoryId, Long> currentVersions(Collection<MemoryId> memories) {
        return firstRecordsOf(memories).stream()
                .collect(toMap(record -> record.id().memory(), StoredRecord::version));
    }

    InventoryIdPage idsInto(Supplier<InventoryIdPage> newAccumulator) {
        return new CollectionScan(chroma, collection).ids().collectInto(newAccumulator, InventoryIdPage::add);
    }

    Stream<StoredRecord> metadata(List<String> ids) {
        return ChromaClient.batches(ids).flatMap(batch -> StoredRecord.all(get(batch, "metadatas")).stream());
    }

    /// Only memories of which every chunk is stored.
    Map<MemoryId, Live> read(Collection<MemoryId> memories) {
        var firstRecords = firstRecordsOf(memories);
        var ids = firstRecords.stream().flatMap(StoredRecord::idsOfMemory).toList();
        var records = inBatches(ids, "metadatas", "embeddings").collect(toMap(StoredRecord::id, record -> record));
        Map<MemoryId, Live> complete = new HashMap<>();
        for (var first : firstRecords) {
            var chunks = first.idsOfMemory()
                    .map(records::get)
                    .filter(chunk -> chunk != null && chunk.version() == first.version())
                    .map(StoredRecord::vector)
                    .toList();
            if (chunks.size() == first.chunks()) {
                complete.put(first.id().memory(), new Live(first.version(), first.model(), chunks));
            }
        }
        return complete;
    }

    void store(List<EmbeddedMemory> memories) {
        var existing =
                existing(memories.stream().map(memory -> memory.key().id()).toList());
        var records = memories.stream()
                .flatMap(memory -> RecordUpsert.of(memory, existing))
                .sorted(comparing(record -> record.id().chunk() == 0))
                .toList();
        remove(existing.without(records.stream().map(RecordUpsert::id).toList()));
        ChromaClient.batches(records)
                .forEach(batch -> chroma.write(api -> api.upsert(collection, RecordUpsert.request(batch))));
    }

    void removeMemories(Collection<MemoryId> memories) {
        remove(existing(memories).ids());
    }

    /// Removes every record with an id of these memories, damaged ones included.
    void purgeMemories(Collection<MemoryId> memories) {
        var wanted = memories.stream().map(MemoryId::value).collect(toSet());
        var ids = new CollectionScan(chroma, collection).ids().collectInto(ArrayList<String>::new, (found, id) -> {
            if (wanted.contains(InventoryIdPage.memoryOf(id))) {
                found.add(id);
            }
        });
        delete(ids);
    }

    private void remove(Collection<RecordId> records) {
        delete(records.stream()
                .sorted(RecordId.LAST_CHUNKS_FIRST)
                .map(RecordId::toString)
                .toList());
    }

    private void delete(List<String> ids) {
        ChromaClient.batches(ids)
                .forEach(batch -> chroma.run(api -> api.delete(collection, new ChromaApi.Delete(batch))));
    }

    private ExistingRecords existing(Collection<MemoryId> memories) {
        return ExistingRecords.of(memories, ids -> get(ids, "metadatas"));
    }

    private List<StoredRecord> firstRecordsOf(Collection<MemoryId> memories) {
        return inBatches(memories.stream().map(RecordId::first).toList(), "metadatas")
                .toList();
    }

    private Stream<StoredRecord> inBatches(List<RecordId> ids, String... include) {
        return ChromaClient.batches(ids)
                .map(batch -> batch.stream().map(RecordId::toString).toList())
                .flatMap(batch -> StoredRecord.all(get(batch, include)).stream());
    }

    private ChromaApi.Records get(List<String> ids, String... include) {
        return chroma.call(api -> api.get(collection, new ChromaApi.Get(ids, List.of(include))));
    }
}
