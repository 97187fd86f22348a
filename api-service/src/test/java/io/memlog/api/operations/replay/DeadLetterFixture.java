package io.memlog.api.operations.replay;

import static org.awaitility.Awaitility.await;

import io.memlog.api.Answer;
import io.memlog.api.RunningService;
import io.memlog.api.operations.deadletters.DeadLetterBuilder;
import io.memlog.api.operations.deadletters.DeadLetterId;
import io.memlog.schemas.event.ProjectionReplayed;
import io.memlog.schemas.event.ReplayOutcome;
import io.memlog.schemas.memory.MemoryId;
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
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jooq.DSLContext;

/// The dead letters of one user, whom no other test knows, and the consumer that they are replayed to.
final class DeadLetterFixture {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    final String user = "buried-" + UUID.randomUUID();
    private final RunningService service = RunningService.shared();
    private final DSLContext sql = service.bean(DSLContext.class);

    DeadLetterBuilder letter(Projection consumer, long memory) {
        return DeadLetterBuilder.of(consumer, memory, user, "the event of " + memory);
    }

    DeadLetterId bury(DeadLetterBuilder burial) {
        bury(List.of(burial));
        return burial.id();
    }

    /// Returns when the letters are indexed.
    void bury(Collection<DeadLetterBuilder> burials) {
        var before = count();
        send(burials);
        await().atMost(PATIENCE).until(() -> count() == before + burials.size());
    }

    /// Returns when the failure of the letter's replay is indexed.
    void failAgain(DeadLetterId letter, int replay, Projection consumer, long memory) {
        send(List.of(DeadLetterBuilder.again(letter, replay, consumer, memory, user)));
        await().atMost(PATIENCE).until(() -> intOf("failed_replays", letter) == replay);
    }

    Answer replay(DeadLetterId letter) {
        return service.post("/dead-letters/" + letter + "/replay", "");
    }

    /// Asks for the replay of this user's letters.
    ///
    /// @param more further members of the request
    Answer replayAll(String more) {
        return service.post("/dead-letters/replay", "{\"filter\":{\"user_id\":\"%s\"}%s}".formatted(user, more));
    }

    Answer job(Answer accepted) {
        return service.get(accepted.header("Location"));
    }

    Answer ended(Answer accepted) {
        if (accepted.status() != 202) {
            throw new AssertionError(accepted.body());
        }
        await().atMost(PATIENCE)
                .until(() -> job(accepted).json().get("finished_at").isString());
        return job(accepted);
    }

    List<ConsumerRecord<byte[], byte[]>> sent(Projection consumer) {
        return ReplayTopicReader.replayed(service.kafka(), consumer, user);
    }

    String state(DeadLetterId letter) {
        return String.valueOf(sql.fetchValue("SELECT state FROM dead_letter WHERE id = ?", letter.value()));
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

    /// Answers for everything that was sent, as the consumer does when it has applied it.
    void settle(Projection consumer) {
        Map<String, Object> settings = Map.of("bootstrap.servers", service.kafka());
        try (var producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (var record : sent(consumer)) {
                var _ = producer.send(answer(consumer, record));
            }
        }
        await().atMost(PATIENCE)
                .until(() -> count("state = 'replaying' AND consumer = '" + consumer.wireName() + "'") == 0);
    }

    private ProducerRecord<byte[], byte[]> answer(Projection consumer, ConsumerRecord<byte[], byte[]> record) {
        var now = Instant.now().truncatedTo(ChronoUnit.MICROS);
        var event = new ProjectionReplayed(
                consumer,
                MemoryId.parse(new String(record.key(), StandardCharsets.UTF_8)),
                user,
                "p",
                1,
                UUID.fromString(ReplayTopicReader.header(record, "memlog-dead-letter-id")),
                Integer.parseInt(ReplayTopicReader.header(record, "memlog-dead-letter-replay")),
                ReplayOutcome.APPLIED,
                now);
        var message = EventMessage.of(event.type() + "/" + record.offset(), "/memlog/test", now, event);
        var answer = new ProducerRecord<>(
                Topic.PROGRESS.name(), record.key(), message.data().getBytes(StandardCharsets.UTF_8));
        message.headers().forEach((name, value) -> answer.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return answer;
    }

    private void send(Collection<DeadLetterBuilder> burials) {
        try (var producer = DeadLetterBuilder.producer(service.kafka())) {
            for (var sent :
                    burials.stream().map(burial -> burial.send(producer)).toList()) {
                sent.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private int count() {
        return count("true");
    }

    private int intOf(String column, DeadLetterId letter) {
        return sql.fetchSingle("SELECT " + column + " FROM dead_letter WHERE id = ?", letter.value())
                .get(0, Integer.class);
    }
}
