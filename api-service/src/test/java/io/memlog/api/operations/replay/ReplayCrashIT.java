package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.jobs.JobContext;
import io.memlog.api.operations.replay.send.KafkaReplaySender;
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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import tools.jackson.databind.JsonNode;

/// Whoever replays letters dies, and another goes on. Until the death, the shared instance takes no jobs.
class ReplayCrashIT {

    private static final AtomicLong MEMORIES = new AtomicLong(8_000_000_000L);
    private static final String[] SHORT_LEASE = {
        "--memlog.jobs.lease=2s", "--memlog.jobs.heartbeat=500ms", "--memlog.jobs.idle-wait=50ms"
    };

    private final RunningService service = RunningService.shared();
    private final SmartLifecycle sharedRunner = service.bean("jobRunner", SmartLifecycle.class);
    private final DeadLetterFixture graveyard = new DeadLetterFixture();

    @BeforeEach
    void rest() {
        sharedRunner.stop();
    }

    @AfterEach
    void work() {
        sharedRunner.start();
    }

    @Test
    void two_thousand_letters_survive_the_kill_of_the_instance_that_replays_them() throws Exception {
        bury(2_000);
        var folder = Files.createTempDirectory("memlog-api");
        var victim = process(folder.toFile());

        var job = graveyard.replayAll(",\"rate_per_second\":500");
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> sent(job) >= 600);
        victim.destroyForcibly().waitFor();
        var atDeath = sent(job);
        sharedRunner.start();
        var ended = graveyard.ended(job).json();

        assertThat(atDeath).isLessThan(2_000);
        assertThat(ended.get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.get("progress").toString())
                .isEqualTo("{\"total\":2000,\"done\":2000,\"sent\":2000,\"skipped\":0}");
        assertEachWasSentUnderOneNumber(2_000);
        graveyard.settle(Projection.VECTOR);
        assertThat(graveyard.states()).containsOnlyKeys("replayed").containsEntry("replayed", 2_000);
        assertThat(graveyard.events("dead_letter.replayed")).isEqualTo(2_000);
        System.out.printf(
                "2,000 letters at 500/s, killed after %d: %d messages in all, %d ms with the takeover%n",
                atDeath,
                graveyard.sent(Projection.VECTOR).size(),
                Duration.between(time(ended, "started_at"), time(ended, "finished_at"))
                        .toMillis());
    }

    @Test
    void what_was_marked_and_not_sent_is_sent_by_whoever_goes_on() {
        dies(Dying.Moment.BEFORE_SENDING);
    }

    @Test
    void what_was_sent_and_not_noted_is_sent_again_by_whoever_goes_on() {
        dies(Dying.Moment.AFTER_SENDING);
    }

    @Test
    void a_job_goes_on_at_once_when_its_instance_stops_in_good_order() {
        bury(300);
        try (var stopping = service.another(List.of(), "--memlog.jobs.lease=1h", "--memlog.jobs.idle-wait=50ms")) {
            var job = graveyard.replayAll(",\"rate_per_second\":100");
            await().until(() -> sent(job) > 0);

            stopping.stop();
            var left = 300 - sent(job);
            sharedRunner.start();
            var ended = graveyard.ended(job).json();

            assertThat(left).isPositive();
            assertThat(ended.at("/progress/sent").intValue()).isEqualTo(300);
            assertThat(graveyard.sent(Projection.VECTOR)).hasSize(300);
        }
    }

    @Test
    void a_cancelled_job_whose_instance_died_leaves_nothing_half_done() {
        bury(200);
        try (var victim = service.another(List.of(Dying.class), silent(Dying.Moment.BEFORE_SENDING))) {
            var job = graveyard.replayAll(",\"rate_per_second\":200");
            victim.getBean(Dying.Sender.class).awaitDeath();

            service.post(job.header("Location") + "/cancel", "");
            sharedRunner.start();
            var ended = graveyard.ended(job).json();

            assertThat(ended.get("state").stringValue()).isEqualTo("cancelled");
            assertThat(graveyard.count("state = 'replaying' AND NOT replay_sent"))
                    .isZero();
            var sent = ended.at("/progress/sent").intValue();
            assertThat(sent).isPositive();
            assertThat(graveyard.states()).containsEntry("open", 200 - sent).containsEntry("replaying", sent);
            victim.getBean(Dying.Sender.class).release();
        }
    }

    private void dies(Dying.Moment moment) {
        bury(1_000);
        try (var victim = service.another(List.of(Dying.class), silent(moment))) {
            var sender = victim.getBean(Dying.Sender.class);
            var job = graveyard.replayAll(",\"rate_per_second\":800");
            sender.awaitDeath();
            var atDeath = sent(job);

            sharedRunner.start();
            var ended = graveyard.ended(job).json();
            sender.release();
            await().until(sender::isThrough);

            assertThat(atDeath).isBetween(1, 999);
            assertThat(ended.get("state").stringValue()).isEqualTo("completed");
            assertThat(graveyard.job(job).json().get("progress").toString())
                    .isEqualTo("{\"total\":1000,\"done\":1000,\"sent\":1000,\"skipped\":0}");
            assertEachWasSentUnderOneNumber(1_000);
        }
    }

    private void assertEachWasSentUnderOneNumber(int letters) {
        var sent = graveyard.sent(Projection.VECTOR);
        assertThat(sent.stream()
                        .map(record -> header(record, "memlog-dead-letter-id"))
                        .collect(toSet()))
                .hasSize(letters);
        assertThat(sent)
                .allSatisfy(record ->
                        assertThat(header(record, "memlog-dead-letter-replay")).isEqualTo("1"));
        assertThat(graveyard.count("state = 'replaying' AND replays = 1 AND replay_sent"))
                .isEqualTo(letters);
        assertThat(graveyard.events("dead_letter.replay_requested")).isEqualTo(letters);
        assertThat(graveyard.sent(Projection.GRAPH)).isEmpty();
    }

    private void bury(int letters) {
        graveyard.bury(IntStream.range(0, letters)
                .mapToObj(i -> graveyard.letter(Projection.VECTOR, MEMORIES.incrementAndGet()))
                .toList());
    }

    private static Instant time(JsonNode job, String name) {
        return Instant.parse(job.get(name).stringValue());
    }

    private int sent(Answer job) {
        return graveyard.job(job).json().at("/progress/sent").intValue();
    }

    /// An instance whose signs of life stay out, as if it were dead.
    private static String[] silent(Dying.Moment moment) {
        return new String[] {
            "--memlog.jobs.lease=2s",
            "--memlog.jobs.heartbeat=1h",
            "--memlog.jobs.idle-wait=50ms",
            "--memlog.jobs.stop-timeout=5s",
            "--test.moment=" + moment
        };
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
        return new ProcessBuilder(command)
                .directory(folder)
                .redirectErrorStream(true)
                .redirectOutput(new File(folder, "output.txt"))
                .start();
    }

    /// An instance that hangs in its third piece. No configuration that other instances would find.
    static final class Dying {

        enum Moment {
            BEFORE_SENDING,
            AFTER_SENDING
        }

        @Bean
        @Primary
        Sender dyingSender(KafkaReplaySender real, @Value("${test.moment}") Moment moment) {
            return new Sender(real, moment);
        }

        static final class Sender implements ReplaySender {

            private static final int LAST_PIECE = 3;

            private final ReplaySender real;
            private final Moment moment;
            private final AtomicInteger pieces = new AtomicInteger();
            private final CountDownLatch died = new CountDownLatch(1);
            private final CountDownLatch released = new CountDownLatch(1);
            private volatile boolean through;

            Sender(ReplaySender real, Moment moment) {
                this.real = real;
                this.moment = moment;
            }

            @Override
            public void send(Projection consumer, List<ReplayMessage> messages, JobContext job)
                    throws InterruptedException {
                var lastPiece = !messages.isEmpty() && pieces.incrementAndGet() == LAST_PIECE;
                if (lastPiece && moment == Moment.BEFORE_SENDING) {
                    die();
                }
                real.send(consumer, messages, job);
                if (lastPiece && moment == Moment.AFTER_SENDING) {
                    die();
                }
                through |= lastPiece;
            }

            void awaitDeath() {
                await().atMost(Duration.ofSeconds(60)).until(() -> died.getCount() == 0);
            }

            void release() {
                released.countDown();
            }

            boolean isThrough() {
                return through;
            }

            private void die() throws InterruptedException {
                died.countDown();
                released.await();
            }
        }
    }
}
