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
import org.springframework.stereotype.Component;

/// Moves superseded events to files, batch by batch. A file is on the disk before its events leave the log,
/// in the transaction that notes the file and the job's place; a batch that was cut off before that is
/// written again.
@Component
final class ArchiveJob implements JobHandler {

    static final String KIND = "archive";

    private static final int LINES_AT_ONCE = 100;

    private final EventArchive events;
    private final ArchiveStore folder;
    private final ArchivedFileRepository files;
    private final ArchiveProperties properties;
    private final Clock clock;

    ArchiveJob(
            EventArchive events,
            ArchiveStore folder,
            ArchivedFileRepository files,
            ArchiveProperties properties,
            Clock clock) {
        this.events = events;
        this.folder = folder;
        this.files = files;
        this.properties = properties;
        this.clock = clock;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> begin(Job job, int most) {
        var place = ArchiveCheckpoint.of(job.place());
        return events.next(ArchiveJobRequest.of(job).time(), new Position(place.after()), properties.batchSize())
                .map(range -> JobProgressDelta.to(place.beginning(range).json()));
    }

    @Override
    public void finish(JobContext job) throws InterruptedException {
        var range = ArchiveCheckpoint.of(job.job().place()).inHand();
        if (range == null) {
            return;
        }
        try (var draft = folder.draft()) {
            fill(draft, range, ArchiveJobRequest.of(job.job()).time());
            move(draft, range, job);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the archive cannot be written: " + e, e);
        }
    }

    private void fill(ArchiveFileWriter draft, PositionRange range, Instant before) throws IOException {
        for (var rest = range; rest != null; ) {
            var lines = events.read(rest, before, LINES_AT_ONCE);
            for (var line : lines) {
                draft.add(line);
            }
            rest = lines.size() < LINES_AT_ONCE
                    ? null
                    : rest.after(lines.getLast().position());
        }
    }

    private void move(ArchiveFileWriter draft, PositionRange range, JobContext job)
            throws IOException, InterruptedException {
        var file = draft.keep(clock.instant());
        job.record(() -> {
            events.remove(draft.positions());
            files.add(file);
            return new JobProgressDelta(ArchiveCheckpoint.behind(range).json(), file.events(), file.events(), 0);
        });
    }
}
