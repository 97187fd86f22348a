package io.memlog.api.archive;

import io.memlog.api.jobs.Job;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is known of the files that events went to.
public interface ArchivedFiles {

    /// Adds a file, within the transaction that removes its events from the log. One that was restored and is
    /// written again, just the same, counts as archived again.
    void add(ArchivedFile file);

    /// Every file, in the order of its positions.
    List<ArchivedFile> all();

    Optional<ArchivedFile> find(String name);

    /// Notes that all events of the file are in the log.
    void restored(String name, Instant at);

    /// A job that archives or restores and has not ended. Whoever asks decides alone, until the caller's
    /// transaction ends.
    Optional<Job> unfinishedAlone();
}
