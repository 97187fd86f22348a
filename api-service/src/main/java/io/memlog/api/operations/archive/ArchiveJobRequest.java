package io.memlog.api.operations.archive;

import io.memlog.api.operations.jobs.Job;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.time.Instant;

/// What a job that archives was told.
///
/// @param before events recorded before this time may leave the log
record ArchiveJobRequest(String before) {

    static ArchiveJobRequest before(Instant time) {
        return new ArchiveJobRequest(UtcTime.format(time));
    }

    static ArchiveJobRequest of(Job job) {
        return Json.mapper().treeToValue(job.request(), ArchiveJobRequest.class);
    }

    Instant time() {
        return Instant.parse(before);
    }
}
