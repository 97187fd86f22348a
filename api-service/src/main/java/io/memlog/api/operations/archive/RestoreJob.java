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
import org.springframework.stereotype.Component;

/// Puts the events of files back into the log, file by file. A file is read as a whole before the first of
/// its events is inserted; what is in the log already stays as it is.
@Component
final class RestoreJob implements JobHandler {

    static final String KIND = "archive_restore";

    private static final int LINES_AT_ONCE = 100;

    private final EventArchive events;
    private final ArchiveStore folder;
    private final ArchivedFileRepository files;
    private final Clock clock;

    RestoreJob(EventArchive events, ArchiveStore folder, ArchivedFileRepository files, Clock clock) {
        this.events = events;
        this.folder = folder;
        this.files = files;
        this.clock = clock;
    }

    @Override
    public String name() {
        return KIND;
    }

    @Override
    public Optional<JobProgressDelta> begin(Job job, int most) {
        return next(RestoreJobRequest.of(job), RestoreCheckpoint.of(job.place()))
                .map(file ->
                        JobProgressDelta.to(RestoreCheckpoint.beginning(file).json()));
    }

    @Override
    public void finish(JobContext job) {
        var place = RestoreCheckpoint.of(job.job().place());
        if (place.over() || place.file() == null) {
            return;
        }
        var file = files.find(place.file()).orElseThrow();
        folder.check(file);
        try (var lines = folder.lines(file)) {
            restore(lines, place, job);
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file.name() + " cannot be read: " + e, e);
        }
    }

    private Optional<String> next(RestoreJobRequest order, RestoreCheckpoint place) {
        if (order.file() != null) {
            return place.file() == null ? Optional.of(order.file()) : Optional.empty();
        }
        return files.all().stream()
                .filter(file -> file.restoredAt() == null)
                .map(ArchivedFile::name)
                .findFirst();
    }

    private void restore(BufferedReader lines, RestoreCheckpoint begun, JobContext job) throws IOException {
        pass(lines, begun.lines());
        var place = begun;
        for (var piece = piece(lines); !piece.isEmpty(); piece = piece(lines)) {
            var texts = piece;
            var next = place.after(texts.size());
            job.record(() -> {
                var missing = events.restore(texts);
                return new JobProgressDelta(next.json(), texts.size(), missing, texts.size() - missing);
            });
            place = next;
        }
        end(place, job);
    }

    private void end(RestoreCheckpoint place, JobContext job) {
        job.record(() -> {
            files.restored(String.valueOf(place.file()), clock.instant());
            return JobProgressDelta.to(place.end().json());
        });
    }

    private static void pass(BufferedReader lines, long count) throws IOException {
        for (long passed = 0; passed < count && lines.readLine() != null; ) {
            passed++;
        }
    }

    private static List<String> piece(BufferedReader lines) throws IOException {
        var piece = new ArrayList<String>();
        for (var line = lines.readLine(); line != null; line = piece.size() < LINES_AT_ONCE ? lines.readLine() : null) {
            piece.add(line);
        }
        return piece;
    }
}
