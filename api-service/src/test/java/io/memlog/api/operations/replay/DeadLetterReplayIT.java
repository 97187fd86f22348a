package io.memlog.api.operations.replay;

import static io.memlog.api.operations.replay.ReplayTopicReader.header;
import static io.memlog.api.operations.replay.ReplayTopicReader.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;

/// What the job of a replay sends.
class DeadLetterReplayIT {

    private final RunningService service = RunningService.deadLetters();
    private final DSLContext sql = service.bean(DSLContext.class);
    private final DeadLetterFixture deadLetters = new DeadLetterFixture();

    @Test
    void a_dead_letter_is_sent_byte_for_byte_to_the_consumer_that_failed_and_to_no_other() {
        var memory = DeadLetterFixture.nextMemory();
        var letter = deadLetters.publish(deadLetters
                .builder(Projection.GRAPH, memory)
                .with("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                .with("nothing", (byte[]) null)
                .with("own", new byte[] {0, (byte) 0xfe}));

        var job = service.awaitFinished(deadLetters.replay(letter));

        assertThat(job.get("state").stringValue()).isEqualTo("completed");
        assertThat(job.get("request").toString()).isEqualTo("{\"dead_letter\":\"" + letter + "\"}");
        assertThat(job.get("progress").toString()).isEqualTo("""
                {"total":1,"done":1,"sent":1,"skipped":0}""");
        assertThat(job.get("letters").toString()).isEqualTo("""
                {"replaying":1,"replayed":0,"skipped":0,"open":0,"parked":0}""");
        assertThat(deadLetters.sent(Projection.VECTOR)).isEmpty();
        var sent = deadLetters.sent(Projection.GRAPH).getFirst();
        assertThat(deadLetters.sent(Projection.GRAPH)).hasSize(1);
        assertThat(text(sent.key())).isEqualTo("" + memory);
        assertThat(text(sent.value())).isEqualTo("the event of " + memory);
        assertThat(sent.partition()).isEqualTo(3);
        assertThat(sent.headers().toArray())
                .extracting(org.apache.kafka.common.header.Header::key)
                .containsExactlyInAnyOrder(
                        CloudEventHeaders.TYPE,
                        CloudEventHeaders.MEMORY_VERSION,
                        CloudEventHeaders.USER_ID,
                        CloudEventHeaders.PROJECT_ID,
                        "nothing",
                        "own",
                        "memlog-dead-letter-id",
                        "memlog-dead-letter-replay",
                        "memlog-dead-letter-first-traceparent");
        assertThat(sent.headers().lastHeader("nothing").value()).isNull();
        assertThat(sent.headers().lastHeader("own").value()).containsExactly(0, 0xfe);
        assertThat(header(sent, "memlog-dead-letter-id")).isEqualTo(letter.toString());
        assertThat(header(sent, "memlog-dead-letter-replay")).isEqualTo("1");
        assertThat(header(sent, "memlog-dead-letter-first-traceparent"))
                .isEqualTo("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
    }

    @Test
    void the_job_counts_its_dead_letters_by_state() {
        var memory = DeadLetterFixture.nextMemory();
        var one = deadLetters.publish(deadLetters.builder(Projection.VECTOR, memory));
        deadLetters.publish(deadLetters.builder(Projection.GRAPH, DeadLetterFixture.nextMemory()));

        var accepted = deadLetters.replayAll();
        service.awaitFinished(accepted);
        deadLetters.acknowledge(Projection.GRAPH);
        deadLetters.failAgain(one, 1, Projection.VECTOR, memory);

        assertThat(deadLetters.job(accepted).json().get("letters").toString()).isEqualTo("""
                {"replaying":0,"replayed":1,"skipped":0,"open":1,"parked":0}""");
    }

    @Test
    void a_dead_letter_of_a_deleted_memory_or_below_the_applied_version_is_skipped() {
        var deleted = stored();
        var newer = stored();
        var applied = stored();
        var graves = List.of(deleted, newer, applied);
        deadLetters.publish(graves.stream()
                .map(memory -> deadLetters.builder(Projection.VECTOR, memory))
                .toList());
        service.send("DELETE", "/memory-logs/" + deleted);
        reached(newer, 2);
        reached(applied, 1);

        var job = service.awaitFinished(deadLetters.replayAll());

        assertThat(job.get("progress").toString()).isEqualTo("""
                {"total":3,"done":3,"sent":1,"skipped":2}""");
        assertThat(job.get("letters").toString()).isEqualTo("""
                {"replaying":1,"replayed":0,"skipped":2,"open":0,"parked":0}""");
        assertThat(deadLetters.sent(Projection.VECTOR))
                .extracting(sent -> text(sent.key()))
                .containsExactly("" + applied);
        assertThat(deadLetters.states()).containsEntry("skipped", 2).containsEntry("replaying", 1);
    }

    @Test
    void a_purge_is_skipped_while_the_memory_lives_and_sent_when_it_is_unknown() {
        var living = stored();
        var unknown = DeadLetterFixture.nextMemory();
        var letters = List.of(
                DeadLetterBuilder.purge(Projection.VECTOR, living, deadLetters.user),
                DeadLetterBuilder.purge(Projection.VECTOR, unknown, deadLetters.user));
        deadLetters.publish(letters);

        service.awaitFinished(deadLetters.replayAll());

        assertThat(deadLetters.sent(Projection.VECTOR))
                .extracting(sent -> text(sent.key()))
                .containsExactly("" + unknown);
        assertThat(deadLetters.state(letters.getFirst().id())).isEqualTo("skipped");
    }

    @Test
    void a_truncated_dead_letter_is_neither_replayed_by_a_request_nor_automatically() {
        var truncated = deadLetters.publish(deadLetters
                .builder(Projection.VECTOR, stored())
                .because("apply_failed", "io.memlog.Failure", "it failed")
                .with(DeadLetterHeaders.ORIGINAL_SIZE, "6291456"));
        var whole = deadLetters.publish(
                deadLetters.builder(Projection.VECTOR, stored()).with(DeadLetterHeaders.ORIGINAL_SIZE, "1"));

        var refused = deadLetters.replay(truncated);
        var matching = deadLetters.dryRun();
        var shown = service.get("/dead-letters/" + truncated).json();

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").stringValue()).contains("truncated");
        assertThat(matching.json().get("sample"))
                .singleElement()
                .satisfies(sample -> assertThat(sample.get("id").stringValue()).isEqualTo(whole.toString()));
        assertThat(shown.at("/payload/truncated").booleanValue()).isTrue();
        assertThat(shown.get("next_retry_at").isNull()).isTrue();
        assertThat(service.get("/dead-letters/" + whole)
                        .json()
                        .at("/payload/truncated")
                        .booleanValue())
                .isFalse();
    }

    @Test
    void the_deletion_of_a_memory_is_replayed_although_the_memory_is_deleted() {
        var deleted = stored();
        service.send("DELETE", "/memory-logs/" + deleted);
        var deletion = deadLetters
                .builder(Projection.VECTOR, deleted)
                .with(CloudEventHeaders.TYPE, "memory_log.deleted")
                .with(CloudEventHeaders.MEMORY_VERSION, "2");
        deadLetters.publish(deletion);

        var job = service.awaitFinished(deadLetters.replay(deletion.id()));

        assertThat(job.at("/progress/sent").intValue()).isEqualTo(1);
    }

    @Test
    void dead_letters_of_a_memory_are_sent_in_the_order_of_its_versions() {
        var memory = DeadLetterFixture.nextMemory();
        deadLetters.publish(IntStream.iterate(20, version -> version - 1)
                .limit(20)
                .mapToObj(version -> deadLetters
                        .builder(Projection.VECTOR, memory)
                        .with(CloudEventHeaders.MEMORY_VERSION, "" + version))
                .toList());

        service.awaitFinished(deadLetters.replayAll(40));

        assertThat(deadLetters.sent(Projection.VECTOR))
                .extracting(sent -> Integer.valueOf(header(sent, "ce_memoryversion")))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void concurrent_jobs_send_each_dead_letter_once() {
        deadLetters.publish(300);

        var jobs =
                IntStream.range(0, 4).mapToObj(i -> deadLetters.replayAll(1000)).toList();
        jobs.forEach(job -> {
            if (job.status() == 202) {
                service.awaitFinished(job);
            }
        });

        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(300);
        assertThat(deadLetters.count("replays = 1 AND state = 'replaying' AND replay_sent"))
                .isEqualTo(300);
    }

    @Test
    void a_dead_letter_that_fails_again_is_not_sent_again_by_the_same_job() {
        var memory = DeadLetterFixture.nextMemory();
        var first = deadLetters.publish(deadLetters.builder(Projection.VECTOR, memory));
        deadLetters.publish(29);

        var job = deadLetters.replayAll(10);
        await().until(() -> deadLetters.state(first).equals("replaying"));
        deadLetters.failAgain(first, 1, Projection.VECTOR, memory);
        var ended = service.awaitFinished(job);

        assertThat(ended.at("/progress/sent").intValue()).isEqualTo(30);
        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(30);
        assertThat(deadLetters.state(first)).isEqualTo("open");
    }

    @Test
    void a_cancelled_replay_leaves_the_rest_open_and_no_step_unfinished() {
        deadLetters.publish(60);

        var job = deadLetters.replayAll(20);
        await().until(() -> deadLetters.job(job).json().at("/progress/sent").intValue() > 0);
        var cancelled = service.post(job.header("Location") + "/cancel", "");
        var ended = service.awaitFinished(job);

        assertThat(cancelled.json().get("state").stringValue()).isEqualTo("cancelled");
        assertThat(ended.get("state").stringValue()).isEqualTo("cancelled");
        var sent = ended.at("/progress/sent").intValue();
        assertThat(sent).isBetween(1, 59);
        assertThat(deadLetters.sent(Projection.VECTOR)).hasSize(sent);
        assertThat(deadLetters.states()).containsEntry("replaying", sent).containsEntry("open", 60 - sent);
        assertThat(deadLetters.count("state = 'replaying' AND NOT replay_sent")).isZero();
    }

    @Test
    void the_achieved_rate_is_measured() {
        deadLetters.publish(2_000);

        var job = service.awaitFinished(deadLetters.replayAll(500));

        var times = deadLetters.sent(Projection.VECTOR).stream()
                .map(ConsumerRecord::timestamp)
                .sorted()
                .toList();
        assertThat(times).hasSize(2_000);
        System.out.printf(
                "2,000 letters asked for at 500/s: %.0f/s, at most %d within 100 ms, job %s to %s%n",
                2_000 * 1_000.0 / (times.getLast() - times.getFirst()),
                IntStream.range(0, times.size())
                        .map(i -> (int) times.subList(i, times.size()).stream()
                                .takeWhile(time -> time < times.get(i) + 100)
                                .count())
                        .max()
                        .orElse(0),
                job.get("started_at"),
                job.get("finished_at"));
    }

    private long stored() {
        return service.post("/memory-logs", """
                {"task":"t","user_id":"%s","project_id":"p","raw_data":{}}
                """.formatted(deadLetters.user)).id();
    }

    private void reached(long memory, long version) {
        sql.execute(
                "INSERT INTO projection_state (memory_id, projection, version, state, at) VALUES (?, 'vector', ?, 'stored', now())",
                memory,
                version);
    }
}
