package io.memlog.cli.store;

import io.memlog.cli.store.RecordReader.ImportRecord;
import io.memlog.cli.terminal.Progress;
import io.memlog.schemas.json.Json;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Stores all memory logs of a file, batch by batch in their order.
///
/// @param user the user of memory logs that have none
/// @param project the project of memory logs that have none
record Importer(
        @Nullable String user,
        @Nullable String project,
        IdempotencyKeyGenerator keys,
        BatchSender sender,
        ImportReport report,
        Progress progress) {

    private static final Set<String> SET_BY_MEMLOG =
            Set.of("id", "version", "created_at", "updated_at", "embedding", "status");

    /// @param fromLine records that begin before this line count for the keys, and are not sent
    void run(ImportFile file, ImportFile.Format format, long fromLine) throws IOException, InterruptedException {
        var reader = file.reader(format);
        var batch = new Batch();
        long lastLine = fromLine - 1;
        for (var next = reader.next(); next.isPresent(); next = reader.next()) {
            var line = next.get().line();
            switch (next.get()) {
                case ImportRecord.Valid valid -> {
                    var item = item(valid);
                    if (line >= fromLine && item.json().length > Batch.MAX_RECORD_BYTES) {
                        report.invalid(Batch.tooLarge(line));
                    } else if (line >= fromLine) {
                        if (!batch.hasRoomFor(item)) {
                            send(batch, lastLine, file);
                            batch = new Batch();
                        }
                        batch.add(item);
                    }
                }
                case ImportRecord.Invalid invalid -> {
                    if (line >= fromLine) {
                        report.invalid(invalid);
                    }
                }
            }
            lastLine = Math.max(lastLine, line);
        }
        send(batch, lastLine, file);
    }

    /// Leaves out members that only Memlog sets and those that are null, and adds the user, the project and a key where
    /// they are missing. So an export has the keys of the file that it came from.
    private Batch.Item item(ImportRecord.Valid valid) {
        var log = valid.log();
        log.remove(SET_BY_MEMLOG);
        log.removeNulls();
        if (user != null) {
            log.putIfAbsent("user_id", log.stringNode(user));
        }
        if (project != null) {
            log.putIfAbsent("project_id", log.stringNode(project));
        }
        log.putIfAbsent("idempotency_key", log.stringNode(keys.next(log)));
        return new Batch.Item(valid.line(), Json.mapper().writeValueAsBytes(log));
    }

    private void send(Batch batch, long lastLine, ImportFile file) throws IOException, InterruptedException {
        sender.send(batch);
        report.finishedUpTo(lastLine);
        progress.update(file.fraction(), report.stored() + " stored");
    }
}
