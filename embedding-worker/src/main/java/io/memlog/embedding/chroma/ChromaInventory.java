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

/// What Chroma holds. The ids of a collection's records are listed, all of them, and the metadata of those
/// that count is read by id, so that damaged metadata hides nothing.
final class ChromaInventory implements ProjectionInventory {

    private static final int COLLECTIONS_PER_PAGE = 1_000;

    private final ChromaClient chroma;
    private final ChromaCollections collections;
    private final Tombstones tombstones;
    private final String model;
    private final int dimensions;

    /// @param model      the name of the model whose vectors are held
    /// @param dimensions how long those vectors are
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
                (most, offset) -> chroma.call(api -> api.collections(most, offset)),
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
                    return answer(query, ids, records::metadata, storedModel);
                })
                .orElseGet(() -> answer(query, new InventoryIdPage(query), _ -> Stream.empty(), model));
    }

    /// @param storedModel null where the vectors cannot be compared with ours
    private InventoryPage answer(
            InventoryQuery query,
            InventoryIdPage ids,
            Function<List<String>, Stream<StoredRecord>> records,
            @Nullable String storedModel) {
        var deleted = tombstones.idsOf(query);
        var end = Math.min(ids.end(), deleted.end());
        var all = new TreeSet<>(ids.memories());
        all.addAll(deleted.memories());
        var told = all.headSet(end).stream().limit(InventoryPage.MAX_ENTRIES).toList();
        Map<Long, InventoryEntryBuilder> holdings = new TreeMap<>();
        told.forEach(memory -> holdings.put(memory, new InventoryEntryBuilder(new MemoryId(memory), storedModel)));
        records.apply(ids.of(told))
                .forEach(record -> Objects.requireNonNull(holdings.get(InventoryIdPage.memoryOf(record.name())))
                        .add(record));
        tombstones
                .currentVersions(keys(deleted, told, query.tenant()))
                .forEach((key, version) ->
                        Objects.requireNonNull(holdings.get(key.id().value())).deleted(version));
        var entries = holdings.values().stream()
                .flatMap(holding -> holding.entry().stream())
                .toList();
        return new InventoryPage(entries, end == Long.MAX_VALUE && told.size() == all.size());
    }

    private static List<MemoryKey> keys(InventoryIdPage deleted, List<Long> told, Tenant tenant) {
        return told.stream()
                .filter(deleted.memories()::contains)
                .map(memory -> new MemoryKey(new MemoryId(memory), tenant))
                .toList();
    }
}
