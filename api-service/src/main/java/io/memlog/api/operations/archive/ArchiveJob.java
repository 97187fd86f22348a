package io.memlog.api.operations.archive;

import io.memlog.api.operations.jobs.Job;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.JobHandler;
import io.memlog.api.operations.jobs.JobProgressDelta;
import io.memlog.eventstore.EventArchive;
import io.memlog.eventstore.Position;
import io.memlog.eventstore.PositionRange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Moves superseded events to files, batch by batch. A file is on disk before its events leave the log; they leave
/// it in the transaction that adds the file and saves the checkpoint. A batch that is interrupted before that is
/// written again.
@Component
record ArchiveJob(
        EventArchive events,
        ArchiveStore store,
        ArchivedFileRepository files,
        ArchiveProperties properties,
        Clock clock)
        implements JobHandler {

    static final String KIND = "archive";

    private static final Logger LOG = LoggerFactory.getLogger(ArchiveJob.class);
    private static final int READ_SIZE = 100;
    private static final int MAX_NAMES = 20;

    /// @param after everything up to this position is archived
    /// @param first the first position of the current batch; null between two batches
    record Checkpoint(
            long after, @Nullable Long first, @Nullable Long last) {

        static Checkpoint of(Job job) {
            return job.checkpoint(Checkpoint.class, new Checkpoint(0, null, null));
        }

        @Nullable
        PositionRange batch() {
            return first == null || last == null ? null : new PositionRange(new Position(first), new Position(last));
        }
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> plan(Job job, int maxItems) {
        var after = Checkpoint.of(job).after();
        if (after == 0) {
            reportUnknownFiles();
        }
        return events.next(before(job), new Position(after), properties.batchSize())
                .map(batch -> JobProgressDelta.to(new Checkpoint(
                        after, batch.first().value(), batch.last().value())));
    }

    @Override
    public void execute(JobContext context) throws InterruptedException {
        var batch = Checkpoint.of(context.job()).batch();
        if (batch == null) {
            return;
        }
        countOnce(context);
        try (var writer = store.newFile()) {
            write(writer, batch, before(context.job()));
            var file = writer.complete(clock.instant());
            context.commit(() -> {
                files.add(file);
                events.remove(writer.positions());
                return JobProgressDelta.of(
                        new Checkpoint(batch.last().value(), null, null), file.events(), file.events(), 0);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the archive cannot be written: " + e, e);
        }
    }

    /// Counting a large log takes longer than a request may.
    private void countOnce(JobContext context) {
        if (context.job().progress().total() == 0) {
            var superseded = events.count(before(context.job()));
            context.commit(() -> JobProgressDelta.counted(context.job().checkpoint(), superseded));
        }
    }

    /// A run that ended between a file and its commit leaves a file whose events are still in the log. So does a
    /// database that is older than the folder, so nothing is removed.
    private void reportUnknownFiles() {
        try {
            var unknown = store.names();
            files.all().forEach(file -> unknown.remove(file.name()));
            if (!unknown.isEmpty()) {
                LOG.atWarn()
                        .addKeyValue("files", unknown.stream().limit(MAX_NAMES).toList())
                        .addKeyValue("count", unknown.size())
                        .log("The folder of the archive holds files that are not in its catalogue");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the folder of the archive cannot be read: " + e, e);
        }
    }

    private void write(ArchiveFileWriter writer, PositionRange batch, Instant before) throws IOException {
        for (var rest = batch; rest != null; ) {
            var rows = events.read(rest, before, READ_SIZE);
            for (var row : rows) {
                writer.add(row);
            }
            rest = rows.size() < READ_SIZE ? null : rest.after(rows.getLast().position());
        }
    }

    private static Instant before(Job job) {
        return Instant.parse(job.request().get("before").stringValue());
    }
}
