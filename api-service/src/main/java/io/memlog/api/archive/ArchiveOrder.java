package io.memlog.api.archive;

import io.memlog.api.jobs.Job;
import io.memlog.schemas.json.Json;
import io.memlog.schemas.json.UtcTime;
import java.time.Instant;

/// What a job that archives was told.
///
/// @param before events recorded before this time may leave the log
record ArchiveOrder(String before) {

    static ArchiveOrder before(Instant time) {
        return new ArchiveOrder(UtcTime.format(time));
    }

    static ArchiveOrder of(Job job) {
        return Json.mapper().treeToValue(job.request(), ArchiveOrder.class);
    }

    Instant time() {
        return Instant.parse(before);
    }
}
