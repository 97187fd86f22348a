package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.consumer.PauseCause;
import io.memlog.schemas.hash.Sha256;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// Outages and records that cannot be applied.
abstract class FailureContract extends ConsumerContract {

    @Test
    void an_outage_pauses_and_resumes_without_a_dead_letter() throws Exception {
        projection.unavailable();
        var consumer = startConsumer();

        kafka.send(thousand());

        await().until(() -> consumer.pause().isPresent());
        assertThat(consumer.pause().orElseThrow().reason()).isEqualTo("the store is unavailable");
        await().until(() -> consumer.lag().orElse(0) == 1000);
        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1000);
        projection.recover();
        awaitCommitted();
        assertThat(projection.versions()).hasSize(1000);
        assertThat(consumer.pause()).isEmpty();
        assertThat(kafka.read(DEAD)).isEmpty();
        await().until(() -> consumer.lag().orElse(-1) == 0);
    }

    @Test
    void a_consumer_honours_retry_after_and_keeps_its_partitions() throws Exception {
        var retryAfter = TestConsumers.MAX_POLL_INTERVAL.plusSeconds(1);
        var tries = new CopyOnWriteArrayList<Instant>();
        projection.before(changes -> {
            tries.add(Instant.now());
            if (tries.size() == 1) {
                throw new IndexUnavailableException("429", null, retryAfter);
            }
        });
        var consumer = startConsumer();

        kafka.send(message(LIVE, change(memory(1), 1)));

        await().until(() -> consumer.pause().isPresent());
        awaitCommitted();
        assertThat(tries).hasSize(2);
        assertThat(Duration.between(tries.getFirst(), tries.getLast())).isGreaterThanOrEqualTo(retryAfter);
        assertThat(reported()).containsExactly("vector.stored/1/1");
        assertThat(kafka.read(DEAD)).isEmpty();
    }

    @Test
    void one_failing_record_of_a_hundred_becomes_a_dead_letter_byte_for_byte() throws Exception {
        projection.before(changes -> {
            if (changes.contains(change(memory(57), 1))) {
                throw new NonRetryableException("content_refused", "no", new IllegalStateException("deeper"));
            }
        });
        var messages = hundred();
        messages.forEach(message -> message.headers().add("x-trace", new byte[] {0, -1, 7}));
        startConsumer();

        kafka.send(messages);

        awaitCommitted();
        assertThat(projection.versions()).hasSize(99).doesNotContainKey(memory(57));
        var sent = kafka.read(Topic.EVENTS).stream()
                .filter(event -> text(event.key()).equals("57"))
                .findFirst()
                .orElseThrow();
        assertThat(kafka.read(DEAD)).singleElement().satisfies(deadLetter -> {
            assertSameRecord(deadLetter, sent);
            assertThat(header(deadLetter, DeadLetterHeaders.ORIGINAL_TOPIC)).isEqualTo(LIVE);
            assertThat(bytes(deadLetter, DeadLetterHeaders.ORIGINAL_PARTITION).getInt())
                    .isEqualTo(sent.partition());
            assertThat(bytes(deadLetter, DeadLetterHeaders.ORIGINAL_OFFSET).getLong())
                    .isEqualTo(sent.offset());
            assertThat(bytes(deadLetter, DeadLetterHeaders.ORIGINAL_TIMESTAMP).getLong())
                    .isEqualTo(sent.timestamp());
            assertThat(header(deadLetter, DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP))
                    .isEqualTo(group);
            assertThat(header(deadLetter, DeadLetterHeaders.EXCEPTION))
                    .isEqualTo(NonRetryableException.class.getName());
            assertThat(header(deadLetter, DeadLetterHeaders.EXCEPTION_CAUSE))
                    .isEqualTo(IllegalStateException.class.getName());
            assertThat(header(deadLetter, DeadLetterHeaders.REASON)).isEqualTo("content_refused");
        });
        assertThat(reported()).hasSize(100).contains("vector.failed/57/1");
    }

    @Test
    void an_undecodable_record_becomes_a_dead_letter_byte_for_byte() throws Exception {
        var strange = new ProducerRecord<>(REPLAY.name(), 7, new byte[] {-1, 0}, new byte[] {-128, 0, 127});
        strange.headers()
                .add("memlog-letter", new byte[] {1, 2, 3})
                .add("empty", null)
                .add("empty", new byte[0]);
        startConsumer();

        kafka.send(strange);

        awaitCommitted();
        var sent = kafka.read(REPLAY).getFirst();
        assertThat(kafka.read(DEAD)).singleElement().satisfies(deadLetter -> {
            assertSameRecord(deadLetter, sent);
            assertThat(deadLetter.partition()).isEqualTo(7);
            assertThat(header(deadLetter, DeadLetterHeaders.REASON)).isEqualTo("undecodable");
        });
        assertThat(kafka.read(Topic.PROGRESS)).isEmpty();
    }

    @Test
    void a_record_too_large_for_a_dead_letter_leaves_its_first_bytes_and_others_are_applied() throws Exception {
        var value = "a".repeat(6 * 1024 * 1024).getBytes(UTF_8);
        var tooLarge = new ProducerRecord<>(LIVE, 3, "1".getBytes(UTF_8), value);
        startConsumer();

        kafka.sendCompressed(tooLarge);
        kafka.send(message(LIVE, change(memory(2), 1)));

        awaitCommitted();
        assertThat(projection.versions()).containsOnlyKeys(memory(2));
        assertThat(kafka.read(DEAD)).singleElement().satisfies(deadLetter -> {
            assertThat(deadLetter.value()).isEqualTo("a".repeat(64 * 1024).getBytes(UTF_8));
            assertThat(header(deadLetter, DeadLetterHeaders.ORIGINAL_SIZE)).isEqualTo("6291456");
            assertThat(header(deadLetter, DeadLetterHeaders.ORIGINAL_SHA256)).isEqualTo(Sha256.hex(value));
            assertThat(header(deadLetter, DeadLetterHeaders.ORIGINAL_TOPIC)).isEqualTo(LIVE);
            assertThat(header(deadLetter, DeadLetterHeaders.RETRY_CLASS)).isEqualTo("permanent");
        });
    }

    @Test
    void an_event_of_a_later_release_holds_back_only_its_partition_and_names_the_remedy() throws Exception {
        var later = message(LIVE, change(memory(1), 1));
        later.headers().add(CloudEventHeaders.SOURCE, "/memlog/api-service".getBytes(UTF_8));
        later.headers().add(CloudEventHeaders.SCHEMA_VERSION, "2".getBytes(UTF_8));
        var consumer = startConsumer();

        kafka.send(later);
        await().until(() -> consumer.pause().isPresent());
        kafka.send(hundred().subList(1, 100));

        var held = kafka.read(Topic.EVENTS).stream()
                .filter(event -> text(event.key()).equals("1"))
                .findFirst()
                .orElseThrow()
                .partition();
        await().atMost(Duration.ofSeconds(30)).until(() -> kafka.uncommitted(group, Topic.EVENTS) == recordsOf(held));
        assertThat(consumer.pause().orElseThrow().reason()).startsWith("upgrade this worker first: ");
        assertThat(projection.versions()).hasSizeBetween(80, 99).doesNotContainKey(memory(1));
        assertThat(kafka.read(DEAD)).isEmpty();
    }

    private long recordsOf(int partition) throws Exception {
        return kafka.read(Topic.EVENTS).stream()
                .filter(event -> event.partition() == partition)
                .count();
    }

    @Test
    void a_batch_that_does_not_end_is_reported_until_it_ends() throws Exception {
        var hanging = new CountDownLatch(1);
        projection.before(changes -> waitFor(hanging));
        var consumer = startConsumer();

        kafka.send(message(LIVE, change(memory(1), 1)));

        await().until(() -> consumer.pause().isPresent());
        assertThat(consumer.pause().orElseThrow().cause()).isEqualTo(PauseCause.WORKER);
        assertThat(consumer.pause().orElseThrow().reason()).isEqualTo("a batch does not end");
        assertThat(consumer.batchAge()).isGreaterThan(Duration.ofSeconds(2));
        hanging.countDown();
        awaitCommitted();
        assertThat(consumer.pause()).isEmpty();
    }

    @Test
    void nothing_advances_while_the_dead_letters_cannot_be_written() throws Exception {
        kafka.limitMessages(DEAD, 200);
        try {
            var consumer = startConsumer();
            kafka.send(message(LIVE, "1", Map.of(), "nonsense".getBytes(UTF_8)));

            await().until(() -> consumer.pause().isPresent());
            assertThat(consumer.pause().orElseThrow().reason()).startsWith(DEAD.name() + " cannot be written");
            assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1);
        } finally {
            kafka.limitMessages(DEAD, MAX_MESSAGE_BYTES);
        }
        awaitCommitted();
        assertThat(kafka.read(DEAD)).hasSize(1);
    }
}
