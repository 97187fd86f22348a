package io.memlog.api.operations.jobs;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/// One job in memory.
final class FakeJobRepository extends JobRepository {

    Job job;

    @Nullable
    UUID owner;

    final List<@Nullable String> errors = new ArrayList<>();

    FakeJobRepository(Job job, UUID owner) {
        super(
                DSL.using(SQLDialect.POSTGRES),
                TransactionOperations.withoutTransaction(),
                new JobProperties(1, Duration.ofSeconds(6), Duration.ofSeconds(1)),
                Clock.systemUTC());
        this.job = job;
        this.owner = owner;
    }

    @Override
    Optional<Job> lock(JobId id, UUID candidate) {
        return candidate.equals(owner) && job.finishedAt() == null ? Optional.of(job) : Optional.empty();
    }

    @Override
    Job save(JobId id, JobProgressDelta delta) {
        job = FakeJobContext.after(job, delta);
        return job;
    }

    @Override
    Job end(JobId id, Job.State state, @Nullable String error) {
        job = FakeJobContext.with(job, state, Instant.now(), error);
        return job;
    }

    @Override
    void saveError(JobId id, UUID candidate, @Nullable String error) {
        errors.add(error);
    }

    @Override
    void release(JobId id, UUID candidate) {
        owner = null;
    }
}
