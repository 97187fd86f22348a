package io.memlog.cli.importer;

import io.memlog.cli.importer.format.ExportFormat;
import io.memlog.cli.importer.format.Formats;
import io.memlog.cli.importer.format.RefusedFileException;
import io.memlog.cli.importer.format.Sample;
import io.memlog.cli.importer.format.SourceFile;
import io.memlog.cli.store.BatchSender;
import io.memlog.cli.store.RetryingClient;
import io.memlog.cli.store.StoreOptions;
import io.memlog.cli.terminal.Progress;
import io.memlog.cli.terminal.TerminalSanitizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Imports files one after the other, each in its format.
///
/// @param forced the format of all files; without it, each is recognised by its content
/// @param client null when items are only counted
record FileImporter(
        StoreOptions options,
        Optional<ExportFormat> forced,
        KindReport report,
        Progress progress,
        @Nullable RetryingClient client) {

    private static final String FILE = "file";

    void run(Path path) throws IOException, InterruptedException {
        var files = new SourceFiles(path);
        var items = new ItemImporter(
                options,
                new ImportedItems(client),
                client == null ? null : new BatchSender(client, report),
                report,
                note -> progress.info(TerminalSanitizer.line(note)),
                () -> progress.update(files.fraction(), report.stored() + (client == null ? " to store" : " stored")));
        for (var file : files.list(items)) {
            try {
                read(file, files.isFolder(), items);
            } catch (RefusedFileException e) {
                items.invalid(FILE, file.name(), String.valueOf(e.getMessage()));
            } catch (IOException e) {
                items.invalid(FILE, file.name(), "cannot be read: " + e.getMessage());
            }
        }
        items.finish();
    }

    private void read(SourceFile file, boolean isInFolder, ItemImporter items)
            throws IOException, InterruptedException {
        var start = Sample.of(file);
        var format = forced.or(() -> Formats.of(start));
        if (!start.isEmpty() && format.isPresent()) {
            items.begin(format.get().name());
            format.get().read(file, items);
            return;
        }
        var reason = start.isEmpty() ? "is empty" : "is in no format that an import recognises";
        if (isInFolder) {
            items.skip(FILE, file.name(), reason);
        } else {
            items.invalid(FILE, file.name(), reason + (start.isEmpty() ? "" : "; --format names one"));
        }
    }
}
