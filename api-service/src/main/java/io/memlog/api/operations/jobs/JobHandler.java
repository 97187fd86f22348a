package io.memlog.api.operations.jobs;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// A kind of work. It is done in pieces: each is begun in a transaction and then finished, which may reach
/// beyond PostgreSQL. Whoever runs the job may end between the two, or within the latter: then finishing is
/// done again, by itself or by another, so it finds out by itself what has been begun.
public interface JobHandler {

    /// The name in the HTTP contract and in the store, such as `replay`.
    String name();

    /// Begins the next piece. Called within a transaction that is rolled back when another has taken the
    /// job over, and only while nothing is left to finish.
    ///
    /// @param most how many items the piece may have
    /// @return what that changes in the job; empty when nothing is left to begin
    Optional<JobProgressDelta> begin(Job job, int most);

    /// Finishes what was begun, if anything was.
    ///
    /// @throws DependencyUnavailableException when it has to be done again later
    void finish(JobContext job) throws InterruptedException;

    /// Adds what this kind says of a job besides what all of them say.
    default void describe(Job job, ObjectNode view) {}
}
