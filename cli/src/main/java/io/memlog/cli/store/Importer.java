package io.memlog.cli.store;

import io.memlog.cli.store.RecordReader.ImportRecord;
import io.memlog.cli.terminal.Progress;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.util.Set;

/// Stores all memory logs of a file, batch by batch in their order.
final class Importer {

    private static final Set<String> SET_BY_MEMLOG =
            Set.of("id", "version", "created_at", "updated_at", "embedding", "status");

    private final StoreOptions options;
    private final IdempotencyKeyGenerator keys = new IdempotencyKeyGenerator();
    private final BatchSender sender;
    private final ImportReport report;
    private final Progress progress;
    private long lastLine;

    Importer(StoreOptions options, BatchSender sender, ImportReport report, Progress progress) {
        this.options = options;
        this.sender = sender;
        this.report = report;
        this.progress = progress;
    }

    /// Every line up to this one is stored or refused.
    long lastLine() {
        return lastLine;
    }

    /// @param fromLine records that begin before this line count for the keys, and are not sent
    void run(ImportFile file, ImportFile.Format format, long fromLine) throws IOException, InterruptedException {
        var reader = file.reader(format);
        var batch = new Batch();
        long readLine = fromLine - 1;
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            var line = next.get().line();
            switch (next.get()) {
                case ImportRecord.Valid valid -> {
                    var item = item(valid);
                    if (line >= fromLine && item.json().length > Batch.MAX_RECORD_BYTES) {
                        report.invalid(new Line(line), Batch.tooLarge(line).reason());
                    } else if (line >= fromLine) {
                        if (!batch.hasRoomFor(item)) {
                            send(batch, readLine, file);
                            batch = new Batch();
                        }
                        batch.add(item);
                    }
                }
                case ImportRecord.Invalid invalid -> {
                    if (line >= fromLine) {
                        report.invalid(new Line(line), invalid.reason());
                    }
                }
            }
            readLine = Math.max(readLine, line);
        }
        send(batch, readLine, file);
    }

    /// Leaves out members that only Memlog sets and those that are null, and adds the user, the project and a key where
    /// they are missing. So an export has the keys of the file that it came from.
    private Batch.Item item(ImportRecord.Valid valid) {
        var log = valid.log();
        log.remove(SET_BY_MEMLOG);
        log.removeNulls();
        options.complete(log);
        log.putIfAbsent("idempotency_key", log.stringNode(keys.next(log)));
        return new Batch.Item(new Line(valid.line()), Json.mapper().writeValueAsBytes(log));
    }

    private void send(Batch batch, long upTo, ImportFile file) throws IOException, InterruptedException {
        sender.send(batch);
        lastLine = upTo;
        progress.update(file.fraction(), report.stored() + " stored");
    }
}
