package io.memlog.api.operations.replay;

import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryId;
import io.memlog.schemas.memory.MemoryKey;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jooq.DSLContext;

/// The dead letters of one user that no other test uses, and the consumer that they are replayed to.
final class DeadLetterFixture {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private static final AtomicLong MEMORIES = new AtomicLong(7_000_000_000L);

    final String user = "dead-letters-" + UUID.randomUUID();
    private final RunningService service = RunningService.deadLetters();
    private final DSLContext sql = service.bean(DSLContext.class);

    static long nextMemory() {
        return MEMORIES.incrementAndGet();
    }

    DeadLetterBuilder builder(Projection consumer, long memory) {
        return DeadLetterBuilder.of(consumer, memory, user, "the event of " + memory);
    }

    DeadLetterId publish(DeadLetterBuilder deadLetter) {
        publish(List.of(deadLetter));
        return deadLetter.id();
    }

    /// Publishes dead letters of different memories, of the vector consumer.
    void publish(int count) {
        publish(Stream.generate(() -> builder(Projection.VECTOR, nextMemory()))
                .limit(count)
                .toList());
    }

    /// Returns when the dead letters are indexed.
    void publish(Collection<DeadLetterBuilder> deadLetters) {
        var before = count();
        send(deadLetters);
        await().atMost(TIMEOUT).until(() -> count() == before + deadLetters.size());
    }

    /// Returns when the failure of the replay is indexed.
    void failAgain(DeadLetterId id, int replay, Projection consumer, long memory) {
        send(List.of(DeadLetterBuilder.again(id, replay, consumer, memory, user)));
        await().atMost(TIMEOUT).until(() -> intOf("failed_replays", id) == replay);
    }

    /// Returns when the failure of the replay is indexed, for this reason and that long ago.
    void failAgain(DeadLetterId id, int replay, long memory, String reason, Duration ago) {
        send(List.of(DeadLetterBuilder.again(id, replay, Projection.VECTOR, memory, user)
                .because(reason, "io.memlog.Failure", "it failed")
                .at(Instant.now().minus(ago))));
        await().atMost(TIMEOUT).until(() -> !state(id).equals("replaying"));
    }

    Answer replay(DeadLetterId id) {
        return service.post("/dead-letters/" + id + "/replay", "");
    }

    /// Requests the replay of this user's dead letters.
    Answer replayAll() {
        return service.post("/dead-letters/replay", """
                {"filter":{"user_id":"%s"}}
                """.formatted(user));
    }

    Answer replayAll(int ratePerSecond) {
        return service.post("/dead-letters/replay", """
                {"filter":{"user_id":"%s"},"rate_per_second":%d}
                """.formatted(user, ratePerSecond));
    }

    Answer dryRun() {
        return service.post("/dead-letters/replay", """
                {"filter":{"user_id":"%s"},"dry_run":true}
                """.formatted(user));
    }

    Answer job(Answer accepted) {
        return service.get(accepted.header("Location"));
    }

    List<ConsumerRecord<byte[], byte[]>> sent(Projection consumer) {
        return ReplayTopicReader.replayed(service.kafka(), consumer, user);
    }

    String state(DeadLetterId id) {
        return String.valueOf(sql.fetchValue("SELECT state FROM dead_letter WHERE id = ?", id.value()));
    }

    Map<String, Integer> states() {
        Map<String, Integer> states = new TreeMap<>();
        sql.fetch("SELECT state, count(*) FROM dead_letter WHERE user_id = ? GROUP BY state", user)
                .forEach(row -> states.put(row.get(0, String.class), row.get(1, Integer.class)));
        return states;
    }

    int count(String condition) {
        return sql.fetchSingle("SELECT count(*) FROM dead_letter WHERE user_id = ? AND " + condition, user)
                .get(0, Integer.class);
    }

    int events(String type) {
        return sql.fetchSingle("SELECT count(*) FROM event WHERE user_id = ? AND type = ?", user, type)
                .get(0, Integer.class);
    }

    /// Acknowledges everything that was sent, as the consumer does when it has applied it.
    void acknowledge(Projection consumer) {
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : sent(consumer)) {
                var _ = producer.send(acknowledgement(consumer, record));
            }
        }
        await().atMost(TIMEOUT)
                .until(() -> count("state = 'replaying' AND consumer = '" + consumer.wireName() + "'") == 0);
    }

    private ProducerRecord<byte[], byte[]> acknowledgement(Projection consumer, ConsumerRecord<byte[], byte[]> record) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var memory = MemoryId.parse(new String(record.key(), StandardCharsets.UTF_8));
        var event = new ProjectionReplayed(
                consumer,
                new MemoryKey(memory, new Tenant(user, "p")),
                1,
                UUID.fromString(ReplayTopicReader.header(record, "memlog-dead-letter-id")),
                Integer.parseInt(ReplayTopicReader.header(record, "memlog-dead-letter-replay")),
                ReplayOutcome.APPLIED,
                now);
        var message = EventMessage.of(event.type() + "/" + record.offset(), "/memlog/test", now, event);
        var acknowledgement = new ProducerRecord<>(
                Topic.PROGRESS.name(), record.key(), message.data().getBytes(StandardCharsets.UTF_8));
        message.headers()
                .forEach((name, value) -> acknowledgement.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return acknowledgement;
    }

    private void send(Collection<DeadLetterBuilder> deadLetters) {
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            for (var sent : deadLetters.stream()
                    .map(deadLetter -> deadLetter.send(producer))
                    .toList()) {
                sent.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count() {
        return count("true");
    }

    private int intOf(String column, DeadLetterId id) {
        return sql.fetchSingle("SELECT " + column + " FROM dead_letter WHERE id = ?", id.value())
                .get(0, Integer.class);
    }
}
