package io.memlog.api.operations.jobs;

import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/// Runs one kind of job, step by step: a step is planned in a transaction and then executed, possibly beyond
/// PostgreSQL. A run may end between the two, or within an execution. The next run executes the same plan
/// again, so an execution finds out what is left of its plan.
public interface JobHandler {

    /// The name in the HTTP contract and in the table, such as `replay`.
    String kind();

    /// Plans the next step. Called after the previous plan is executed, within a transaction that is rolled
    /// back when another instance has taken over the job.
    ///
    /// @return the change of the job; empty when nothing is left to do
    Optional<JobProgressDelta> plan(Job job, int maxItems);

    /// Executes what is left of the current plan, if there is one.
    ///
    /// @throws DependencyUnavailableException to be retried later
    void execute(JobContext context) throws InterruptedException;

    /// Whether a cancelled job may end before its current plan is executed, which waits for a dependency. False
    /// where the plan would stay half done.
    default boolean mayEndUnfinished(Job job) {
        return false;
    }

    /// Adds the members that are specific to this kind.
    default void describe(Job job, ObjectNode view) {}
}
