package io.memlog.api.operations.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.schemas.retry.StopSignal;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.dao.QueryTimeoutException;

class JobExecutionTest {

    private final UUID owner = UUID.randomUUID();
    private final FakeJobRepository jobs =
            new FakeJobRepository(new FakeJobContext(CountingHandler.KIND, "{}").job(), owner);
    private final CountingHandler handler = new CountingHandler();
    private final StopSignal stop = new StopSignal();

    @Test
    void a_job_without_a_further_plan_is_completed() throws Exception {
        var ended = execution().run();

        assertThat(ended).isTrue();
        assertThat(jobs.job.state()).isEqualTo(Job.State.COMPLETED);
        assertThat(jobs.job.progress().done()).isEqualTo(CountingHandler.STEPS);
        assertThat(jobs.job.error()).isNull();
    }

    @Test
    void a_failure_ends_the_job_with_its_error() throws Exception {
        handler.failsOnce(new IllegalStateException("no good"));

        var ended = execution().run();

        assertThat(ended).isTrue();
        assertThat(jobs.job.state()).isEqualTo(Job.State.FAILED);
        assertThat(jobs.job.error()).contains("no good");
        assertThat(jobs.job.finishedAt()).isNotNull();
    }

    @Test
    void an_unavailable_dependency_pauses_the_job_until_it_recovers() throws Exception {
        handler.failsOnce(new DependencyUnavailableException("Kafka cannot be written", new Exception()));

        var ended = execution().run();

        assertThat(ended).isTrue();
        assertThat(jobs.errors).containsExactly("waiting: Kafka cannot be written", null);
        assertThat(jobs.job.state()).isEqualTo(Job.State.COMPLETED);
        assertThat(jobs.job.progress().done()).isEqualTo(CountingHandler.STEPS);
    }

    @Test
    void an_unavailable_database_pauses_the_job() throws Exception {
        handler.failsOnce(new QueryTimeoutException("no answer"));

        execution().run();

        assertThat(jobs.errors).containsExactly("waiting: PostgreSQL cannot be reached", null);
    }

    @Test
    void a_job_whose_lease_is_lost_is_not_changed() throws Exception {
        handler.beforeExecute = () -> jobs.owner = UUID.randomUUID();
        var before = jobs.job;

        var ended = execution().run();

        assertThat(ended).isFalse();
        assertThat(jobs.job).isSameAs(before);
    }

    @Test
    void a_cancelled_job_executes_its_plan_and_plans_nothing_more() throws Exception {
        handler.beforeExecute = () -> {
            if (handler.planned == 1) {
                jobs.job = FakeJobContext.with(jobs.job, Job.State.CANCELLED, null, null);
            }
        };

        var ended = execution().run();

        assertThat(ended).isTrue();
        assertThat(jobs.job.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(jobs.job.finishedAt()).isNotNull();
        assertThat(jobs.job.progress().done()).isEqualTo(1);
    }

    @Test
    void a_stop_releases_the_job_after_the_current_step() throws Exception {
        handler.beforeExecute = () -> {
            if (handler.planned == 1) {
                stop.request();
            }
        };

        var ended = execution().run();

        assertThat(ended).isFalse();
        assertThat(jobs.owner).isNull();
        assertThat(jobs.job.finishedAt()).isNull();
        assertThat(jobs.job.progress().done()).isEqualTo(1);
    }

    private JobExecution execution() {
        return new JobExecution(jobs.job, owner, handler, jobs, stop);
    }

    /// Does one item per step. Its checkpoint holds the number of the planned step, or nothing once it is executed.
    private static final class CountingHandler implements JobHandler {

        static final String KIND = "counting";
        static final int STEPS = 3;

        private int planned;
        private Runnable beforeExecute = () -> {};
        private Optional<RuntimeException> failure = Optional.empty();

        void failsOnce(RuntimeException next) {
            failure = Optional.of(next);
        }

        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public Optional<JobProgressDelta> plan(Job job, int maxItems) {
            return planned == STEPS ? Optional.empty() : Optional.of(JobProgressDelta.to(new int[] {++planned}));
        }

        @Override
        public void execute(JobContext context) {
            beforeExecute.run();
            if (context.job().checkpoint().isEmpty()) {
                return;
            }
            var failing = failure;
            failure = Optional.empty();
            failing.ifPresent(e -> {
                throw e;
            });
            context.commit(() -> JobProgressDelta.of(new int[0], 1, 0, 0));
        }
    }
}
