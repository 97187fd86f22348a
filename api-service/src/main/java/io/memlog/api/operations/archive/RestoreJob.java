package io.memlog.api.operations.archive;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.eventstore.EventArchive;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Restores the events of files to the log, file by file. A file is verified as a whole before its first event is
/// inserted; events that the log has already stay as they are.
@Component
record RestoreJob(EventArchive events, ArchiveStore store, ArchivedFileRepository files, Clock clock)
        implements JobHandler {

    static final String KIND = "archive_restore";

    /// The member of the request that names one file; without it all files are restored.
    static final String FILE = "file";

    private static final int MAX_ROWS_PER_COMMIT = 100;

    /// @param file  the current or the last file; null before the first one
    /// @param lines how many of its lines are restored
    /// @param done  whether all of them are
    record Checkpoint(@Nullable String file, long lines, boolean done) {

        static Checkpoint of(Job job) {
            return job.checkpoint(Checkpoint.class, new Checkpoint(null, 0, true));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        return nextFile(job.request().path(FILE).asString(""), Checkpoint.of(job))
                .map(file -> JobProgressDelta.to(new Checkpoint(file, 0, false)));
    }

    @Override
    public void execute(JobContext context) {
        var checkpoint = Checkpoint.of(context.job());
        if (checkpoint.done() || checkpoint.file() == null) {
            return;
        }
        var file = files.find(checkpoint.file()).orElseThrow();
        store.verify(file);
        try (var lines = store.lines(file)) {
            restore(file, lines, checkpoint.lines(), context);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file.name() + " cannot be read: " + e, e);
        }
    }

    private Optional<String> nextFile(String requested, Checkpoint checkpoint) {
        if (!requested.isEmpty()) {
            return checkpoint.file() == null ? Optional.of(requested) : Optional.empty();
        }
        return files.notRestored().stream().map(ArchivedFile::name).findFirst();
    }

    private void restore(ArchivedFile file, BufferedReader lines, long restored, JobContext context)
            throws IOException {
        skip(lines, restored);
        var done = restored;
        for (var rows = read(lines); !rows.isEmpty(); rows = read(lines)) {
            var batch = rows;
            var checkpoint = new Checkpoint(file.name(), done + batch.size(), false);
            context.commit(() -> {
                var missing = events.restore(batch);
                return JobProgressDelta.of(checkpoint, batch.size(), missing, batch.size() - missing);
            });
            done = checkpoint.lines();
        }
        var end = new Checkpoint(file.name(), done, true);
        context.commit(() -> {
            files.markRestored(file.name(), clock.instant());
            return JobProgressDelta.to(end);
        });
    }

    private static void skip(BufferedReader lines, long count) throws IOException {
        for (long skipped = 0; skipped < count && lines.readLine() != null; ) {
            skipped++;
        }
    }

    private static List<String> read(BufferedReader lines) throws IOException {
        var rows = new ArrayList<String>();
        for (var line = lines.readLine();
                line != null;
                line = rows.size() < MAX_ROWS_PER_COMMIT ? lines.readLine() : null) {
            rows.add(line);
        }
        return rows;
    }
}
