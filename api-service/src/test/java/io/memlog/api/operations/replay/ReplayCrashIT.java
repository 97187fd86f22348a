package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.jobs.NoHeartbeat;
import io.memlog.api.operations.replay.send.ReplayMessage;
import io.memlog.api.operations.replay.send.ReplaySender;
import io.memlog.schemas.topic.Projection;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/// An instance that replays dead letters crashes, and another one continues. The shared instance claims no jobs until
/// the crash.
class ReplayCrashIT {

    private static final String[] SHORT_LEASE = {"--memlog.jobs.lease=2s", "--memlog.jobs.poll-interval=50ms"};

    private final RunningService service = RunningService.deadLetters();
    private final SmartLifecycle sharedRunner = service.bean("jobTasks", SmartLifecycle.class);
    private final DeadLetterFixture deadLetters = new DeadLetterFixture();
    private final List<Process> processes = new ArrayList<>();

    @BeforeEach
    void stopSharedRunner() {
        sharedRunner.stop();
    }

    @AfterEach
    void stopProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    @AfterEach
    void startSharedRunner() {
        sharedRunner.start();
    }

    @Test
    void two_thousand_dead_letters_survive_the_kill_of_the_instance_that_replays_them() throws Exception {
        deadLetters.publish(2_000);
        var folder = Files.createTempDirectory("memlog-api");
        var victim = process(folder.toFile());

        var job = deadLetters.replayAll(500);
        await().atMost(Duration.ofMinutes(4))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sent(job) >= 600);
        victim.destroyForcibly().waitFor();
        var atCrash = sent(job);
        sharedRunner.start();
        var ended = service.awaitFinished(job);

        assertThat(atCrash).isLessThan(2_000);
        assertThat(ended.get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.get("progress").toString()).isEqualTo("""
                {"total":2000,"done":2000,"sent":2000,"skipped":0}""");
        assertEachWasSentWithOneNumber(2_000);
        deadLetters.acknowledge(Projection.VECTOR);
        assertThat(deadLetters.states()).containsOnlyKeys("replayed").containsEntry("replayed", 2_000);
        assertThat(deadLetters.events("dead_letter.replayed")).isEqualTo(2_000);
        System.out.printf(
                "2,000 dead letters at 500/s, killed after %d: %d messages in all, %d ms with the takeover%n",
                atCrash,
                deadLetters.sent(Projection.VECTOR).size(),
                Duration.between(time(ended, "started_at"), time(ended, "finished_at"))
                        .toMillis());
    }

    @Test
    void what_was_planned_and_not_sent_is_sent_by_the_next_instance() {
        crashes(Crash.Moment.BEFORE_SENDING);
    }

    @Test
    void what_was_sent_and_not_marked_is_sent_again_by_the_next_instance() {
        crashes(Crash.Moment.AFTER_SENDING);
    }

    @Test
    void a_job_continues_at_once_after_a_graceful_stop() {
        deadLetters.publish(300);
        try (var stopping = service.another(List.of(), "--memlog.jobs.lease=1h", "--memlog.jobs.poll-interval=50ms")) {
            var job = deadLetters.replayAll(30);
            await().until(() -> sent(job) > 0);

            stopping.stop();
            var left = 300 - sent(job);
            sharedRunner.start();
            var ended = service.awaitFinished(job);

            assertThat(left).isPositive();
            assertThat(ended.at("/progress/sent").intValue()).isEqualTo(300);
            assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(300);
        }
    }

    @Test
    void a_cancelled_job_whose_instance_crashed_leaves_nothing_half_done() {
        deadLetters.publish(200);
        try (var victim = crashing(Crash.Moment.BEFORE_SENDING)) {
            var job = deadLetters.replayAll(200);
            victim.getBean(Crash.Sender.class).awaitCrash();

            service.post(job.header("Location") + "/cancel", "");
            sharedRunner.start();
            var ended = service.awaitFinished(job);

            assertThat(ended.get("state").stringValue()).isEqualTo("cancelled");
            assertThat(deadLetters.count("state = 'replaying' AND NOT replay_sent"))
                    .isZero();
            var sent = ended.at("/progress/sent").intValue();
            assertThat(sent).isPositive();
            assertThat(deadLetters.states()).containsEntry("open", 200 - sent).containsEntry("replaying", sent);
            victim.getBean(Crash.Sender.class).release();
        }
    }

    private void crashes(Crash.Moment moment) {
        deadLetters.publish(1_000);
        try (var victim = crashing(moment)) {
            var sender = victim.getBean(Crash.Sender.class);
            var job = deadLetters.replayAll(800);
            sender.awaitCrash();
            var atCrash = sent(job);

            sharedRunner.start();
            var ended = service.awaitFinished(job);
            sender.release();
            await().until(sender::isDone);

            assertThat(atCrash).isBetween(1, 999);
            assertThat(ended.get("state").stringValue()).isEqualTo("completed");
            assertThat(deadLetters.job(job).json().get("progress").toString()).isEqualTo("""
                {"total":1000,"done":1000,"sent":1000,"skipped":0}""");
            assertEachWasSentWithOneNumber(1_000);
        }
    }

    private void assertEachWasSentWithOneNumber(int count) {
        var sent = deadLetters.sent(Projection.VECTOR);
        assertThat(sent.stream()
                        .map(record -> header(record, "memlog-dead-letter-id"))
                        .collect(toSet()))
                .hasSize(count);
        assertThat(sent)
                .allSatisfy(record ->
                        assertThat(header(record, "memlog-dead-letter-replay")).isEqualTo("1"));
        assertThat(deadLetters.count("state = 'replaying' AND replays = 1 AND replay_sent"))
                .isEqualTo(count);
        assertThat(deadLetters.events("dead_letter.replay_requested")).isEqualTo(count);
        assertThat(deadLetters.sent(Projection.GRAPH)).isEmpty();
    }

    private static Instant time(JsonNode job, String name) {
        return Instant.parse(job.get(name).stringValue());
    }

    private int sent(Answer job) {
        return deadLetters.job(job).json().at("/progress/sent").intValue();
    }

    /// An instance without heartbeats that hangs while it sends, as if it had crashed.
    private ConfigurableApplicationContext crashing(Crash.Moment moment) {
        return service.another(
                List.of(Crash.class, NoHeartbeat.class),
                "--memlog.jobs.lease=2s",
                "--memlog.jobs.poll-interval=50ms",
                "--test.moment=" + moment);
    }

    /// Another instance in a process of its own, which writes its log into the folder.
    private Process process(File folder) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-cp",
                System.getProperty("java.class.path"),
                "io.memlog.api.ApiService"));
        command.addAll(service.settings());
        command.addAll(List.of(SHORT_LEASE));
        command.add("--spring.kafka.consumer.properties.session.timeout.ms=6000");
        var process = new ProcessBuilder(command)
                .directory(folder)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder, "output.txt"))
                .start();
        processes.add(process);
        return process;
    }

    /// Hangs in the third batch. Not a configuration, so that other instances do not find it.
    static final class Crash {

        enum Moment {
            BEFORE_SENDING,
            AFTER_SENDING
        }

        @Bean
        @Primary
        Sender crashingSender(KafkaProperties kafka, @Value("${test.moment}") Moment moment) {
            return new Sender(kafka, moment);
        }

        static final class Sender extends ReplaySender {

            private static final int LAST_BATCH = 3;

            private final Moment moment;
            private final AtomicInteger batches = new AtomicInteger();
            private final CountDownLatch crashed = new CountDownLatch(1);
            private final CountDownLatch released = new CountDownLatch(1);
            private volatile boolean done;

            Sender(KafkaProperties kafka, Moment moment) {
                super(kafka);
                this.moment = moment;
            }

            @Override
            public void send(Projection consumer, List<ReplayMessage> messages, JobContext context)
                    throws InterruptedException {
                var lastBatch = !messages.isEmpty() && batches.incrementAndGet() == LAST_BATCH;
                if (lastBatch && moment == Moment.BEFORE_SENDING) {
                    crash();
                }
                super.send(consumer, messages, context);
                if (lastBatch && moment == Moment.AFTER_SENDING) {
                    crash();
                }
                done |= lastBatch;
            }

            void awaitCrash() {
                await().atMost(Duration.ofSeconds(60)).until(() -> crashed.getCount() == 0);
            }

            void release() {
                released.countDown();
            }

            boolean isDone() {
                return done;
            }

            private void crash() throws InterruptedException {
                crashed.countDown();
                released.await();
            }
        }
    }
}
