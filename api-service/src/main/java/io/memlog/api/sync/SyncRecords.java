package io.memlog.api.sync;

import io.memlog.api.jobs.Job;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.topic.Projection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What is kept about checks and repairs.
public interface SyncRecords {

    /// Jobs of this feature that have not come to their end. Nobody else gets an answer until the caller's
    /// transaction ends.
    List<Job> unfinishedAlone();

    List<Job> unfinished();

    void checked(Projection projection, LastCheck check);

    Optional<LastCheck> lastCheck(Projection projection);

    /// An index agrees about a tenant of whom the log holds this.
    void agreed(Projection projection, Tenant tenant, Digest digest, Instant now);

    boolean agrees(Projection projection, Tenant tenant, Digest digest);

    void disagreed(Projection projection, Tenant tenant);
}
