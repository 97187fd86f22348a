package io.memlog.cli.importer;

import io.memlog.cli.importer.ImportedItems.Match;
import io.memlog.cli.importer.format.ItemSink;
import io.memlog.cli.importer.format.SourceItem;
import io.memlog.cli.store.Batch;
import io.memlog.cli.store.BatchSender;
import io.memlog.cli.store.StoreOptions;
import io.memlog.schemas.json.Json;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/// Stores the items of the files, batch by batch in their order, unless Memlog has them.
final class ItemImporter implements ItemSink {

    /// What Memlog does not count to the size of a memory log.
    private static final Set<String> UNCOUNTED = Set.of("date", "idempotency_key");

    private final StoreOptions options;
    private final ImportedItems imported;
    private final @Nullable BatchSender sender;
    private final KindReport report;
    private final Consumer<String> notes;
    private final Runnable progressed;
    private Batch batch = new Batch();
    private String format = "";

    /// @param sender null when items are only counted
    /// @param notes takes what a person should know about an item
    /// @param progressed runs after each item
    ItemImporter(
            StoreOptions options,
            ImportedItems imported,
            @Nullable BatchSender sender,
            KindReport report,
            Consumer<String> notes,
            Runnable progressed) {
        this.options = options;
        this.imported = imported;
        this.sender = sender;
        this.report = report;
        this.notes = notes;
        this.progressed = progressed;
    }

    /// The format of the items that follow.
    void begin(String nextFormat) {
        this.format = nextFormat;
    }

    @Override
    public void add(SourceItem item) throws InterruptedException {
        var origin = new ItemOrigin(item.kind(), item.name());
        report.read(origin);
        progressed.run();
        var log = log(item);
        var size = Json.mapper().writeValueAsBytes(log.deepCopy().without(UNCOUNTED)).length;
        if (size > SourceItem.MAX_BYTES) {
            report.invalid(
                    origin,
                    "has " + size + " bytes as a memory log; " + SourceItem.MAX_BYTES / 1024 + " KiB are the most");
            return;
        }
        switch (imported.match(log)) {
            case Match.New() -> {
                item.warnings().forEach(warning -> notes.accept(origin.label() + ": " + warning));
                store(new Batch.Item(origin, Json.mapper().writeValueAsBytes(log)), origin);
            }
            case Match.Known(var isSame) when isSame -> report.duplicate(origin);
            case Match.Known _ ->
                report.skip(origin, "has another content than the item of this id that is there, which stays as it is");
            case Match.Refused(var problem) -> report.refused(origin, problem);
        }
    }

    @Override
    public void skip(String kind, String name, String reason) {
        var origin = new ItemOrigin(kind, name);
        report.read(origin);
        report.skip(origin, reason);
    }

    @Override
    public void invalid(String kind, String name, String reason) {
        var origin = new ItemOrigin(kind, name);
        report.read(origin);
        report.invalid(origin, reason);
    }

    /// Sends what is left.
    void finish() throws InterruptedException {
        if (sender != null) {
            sender.send(batch);
            batch = new Batch();
        }
    }

    private void store(Batch.Item item, ItemOrigin origin) throws InterruptedException {
        if (sender == null) {
            report.counted(origin);
            return;
        }
        if (!batch.hasRoomFor(item)) {
            finish();
        }
        batch.add(item);
    }

    private ObjectNode log(SourceItem item) {
        var log = item.log(format);
        options.complete(log);
        log.put("request_id", ImportedItems.requestId(format));
        log.put("idempotency_key", ImportedItems.key(log));
        return log;
    }
}
