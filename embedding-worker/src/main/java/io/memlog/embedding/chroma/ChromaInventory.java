package io.memlog.embedding.chroma;

import io.memlog.consumer.ProjectionInventory;
import io.memlog.schemas.inventory.InventoryPage;
import io.memlog.schemas.inventory.InventoryQuery;
import io.memlog.schemas.inventory.InventoryTenants;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Lists what Chroma stores. It lists the ids of all records of a collection and reads metadata by id, so
/// that records with damaged metadata are listed too.
final class ChromaInventory implements ProjectionInventory {

    private static final int COLLECTIONS_PER_PAGE = 1_000;

    private final ChromaClient chroma;
    private final ChromaCollections collections;
    private final Tombstones tombstones;
    private final String model;
    private final int dimensions;

    /// @param model      the name of the model whose vectors are stored
    /// @param dimensions the length of those vectors
    ChromaInventory(ChromaClient chroma, String model, int dimensions) {
        this.chroma = chroma;
        this.collections = new ChromaCollections(chroma);
        this.tombstones = new Tombstones(chroma, collections);
        this.model = model;
        this.dimensions = dimensions;
    }

    @Override
    public InventoryTenants tenants(@Nullable String after, int limit) {
        var pages = new StablePager<ChromaApi.Collection>(
                COLLECTIONS_PER_PAGE,
                (size, offset) -> chroma.call(api -> api.collections(size, offset)),
                ChromaApi.Collection::id);
        var stored = pages.collectInto(
                () -> new TenantPage(after, limit),
                (tenants, collection) -> CollectionSpec.tenantOf(collection).ifPresent(tenants::add));
        return stored.with(tombstones.tenants(() -> new TenantPage(after, limit)))
                .page();
    }

    @Override
    public InventoryPage memories(InventoryQuery query) {
        var spec = CollectionSpec.of(query.tenant(), model, dimensions);
        return collections
                .ifExistsWithAnyModel(spec, found -> {
                    var records = new CollectionRecords(chroma, found.id());
                    var ids = records.idsInto(() -> new InventoryIdPage(query));
                    var storedModel = spec.differenceTo(found) == null ? model : null;
                    return page(query, ids, records::metadata, storedModel);
                })
                .orElseGet(() -> page(query, new InventoryIdPage(query), _ -> Stream.empty(), model));
    }

    /// @param storedModel null if the vectors cannot be compared with those of the configured model
    private InventoryPage page(
            InventoryQuery query,
            InventoryIdPage ids,
            Function<List<String>, Stream<StoredRecord>> records,
            @Nullable String storedModel) {
        var deletedIds = tombstones.idsOf(query);
        var end = Math.min(ids.end(), deletedIds.end());
        var memories = new TreeSet<>(ids.memories());
        memories.addAll(deletedIds.memories());
        var listed =
                memories.headSet(end).stream().limit(InventoryPage.MAX_ENTRIES).toList();
        Map<Long, InventoryEntryBuilder> builders = new TreeMap<>();
        listed.forEach(memory -> builders.put(memory, new InventoryEntryBuilder(new MemoryId(memory), storedModel)));
        records.apply(ids.of(listed))
                .forEach(record -> Objects.requireNonNull(builders.get(InventoryIdPage.memoryOf(record.name())))
                        .add(record));
        tombstones
                .currentVersions(keys(deletedIds, listed, query.tenant()))
                .forEach((key, version) ->
                        Objects.requireNonNull(builders.get(key.id().value())).deleted(version));
        var entries = builders.values().stream()
                .flatMap(builder -> builder.entry().stream())
                .toList();
        return new InventoryPage(entries, end == Long.MAX_VALUE && listed.size() == memories.size());
    }

    private static List<MemoryKey> keys(InventoryIdPage deletedIds, List<Long> listed, Tenant tenant) {
        return listed.stream()
                .filter(deletedIds.memories()::contains)
                .map(memory -> new MemoryKey(new MemoryId(memory), tenant))
                .toList();
    }
}
