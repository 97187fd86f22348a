package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.schemas.topic.Projection;
import java.time.Duration;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

/// A replay while a dependency is unavailable.
class DeadLetterReplayOutageIT {

    private final RunningService service = RunningService.deadLetters();
    private final DeadLetterFixture deadLetters = new DeadLetterFixture();

    @Test
    void without_kafka_the_job_is_paused_with_a_reason_and_resumes() {
        deadLetters.publish(40);

        var waiting = new Answer[1];
        service.withoutKafka(() -> {
            waiting[0] = deadLetters.replayAll(100);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> deadLetters.job(waiting[0]).json().get("error").isString());
            assertThat(deadLetters.job(waiting[0]).json().get("error").stringValue())
                    .startsWith("waiting: Kafka cannot be written");
            assertThat(deadLetters.job(waiting[0]).json().get("state").stringValue())
                    .isEqualTo("running");
        });
        var ended = service.awaitFinished(waiting[0]);

        assertThat(ended.get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.get("error").isNull()).isTrue();
        assertThat(new HashSet<>(deadLetters.sent(Projection.VECTOR).stream()
                        .map(sent -> text(sent.key()))
                        .toList()))
                .hasSize(40);
    }

    @Test
    void without_postgres_the_job_is_paused_and_resumes() {
        deadLetters.publish(200);
        var job = deadLetters.replayAll(50);
        await().until(() -> !deadLetters.sent(Projection.VECTOR).isEmpty());

        service.withoutPostgres(
                () -> assertThat(service.get(job.header("Location")).status()).isEqualTo(503));
        await().atMost(Duration.ofSeconds(60)).until(() -> deadLetters.job(job).status() == 200);
        var ended = service.awaitFinished(job);

        assertThat(ended.get("state").stringValue()).isEqualTo("completed");
        assertThat(ended.at("/progress/sent").intValue()).isEqualTo(200);
        assertThat(deadLetters.count("replays = 1 AND replay_sent")).isEqualTo(200);
    }
}
