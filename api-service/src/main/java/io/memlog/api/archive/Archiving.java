package io.memlog.api.archive;

import io.memlog.api.jobs.Advance;
import io.memlog.api.jobs.Job;
import io.memlog.api.jobs.JobKind;
import io.memlog.api.jobs.RunningJob;
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
final class Archiving implements JobKind {

    static final String KIND = "archive";

    private static final int LINES_AT_ONCE = 100;

    private final EventArchive events;
    private final ArchiveFolder folder;
    private final ArchivedFiles files;
    private final ArchiveProperties properties;
    private final Clock clock;

    Archiving(
            EventArchive events, ArchiveFolder folder, ArchivedFiles files, ArchiveProperties properties, Clock clock) {
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
    public Optional<Advance> begin(Job job, int most) {
        var place = ArchivePlace.of(job.place());
        return events.next(ArchiveOrder.of(job).time(), new Position(place.after()), properties.batchSize())
                .map(range -> Advance.to(place.beginning(range).json()));
    }

    @Override
    public void finish(RunningJob job) throws InterruptedException {
        var range = ArchivePlace.of(job.job().place()).inHand();
        if (range == null) {
            return;
        }
        try (var draft = folder.draft()) {
            fill(draft, range, ArchiveOrder.of(job.job()).time());
            move(draft, range, job);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the archive cannot be written: " + e, e);
        }
    }

    private void fill(DraftFile draft, PositionRange range, Instant before) throws IOException {
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

    private void move(DraftFile draft, PositionRange range, RunningJob job) throws IOException, InterruptedException {
        var file = draft.keep(clock.instant());
        job.record(() -> {
            events.remove(draft.positions());
            files.add(file);
            return new Advance(ArchivePlace.behind(range).json(), file.events(), file.events(), 0);
        });
    }
}
