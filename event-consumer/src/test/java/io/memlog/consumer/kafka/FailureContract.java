package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.IndexUnavailableException;
import io.memlog.consumer.NonRetryableException;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/// What a follower does in an outage, and with what cannot be applied, on a Kafka of any kind.
abstract class FailureContract extends OnKafka {

    @Test
    void an_outage_pauses_and_is_resumed_without_a_dead_letter() throws Exception {
        index.away();
        var follower = follow();

        kafka.send(thousand());

        await().until(() -> follower.pause().isPresent());
        assertThat(follower.pause().orElseThrow().reason()).isEqualTo("the store is away");
        await().until(() -> follower.lag().orElse(0) == 1000);
        assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1000);
        index.healed();
        settled();
        assertThat(index.versions()).hasSize(1000);
        assertThat(follower.pause()).isEmpty();
        assertThat(kafka.read(DEAD)).isEmpty();
        await().until(() -> follower.lag().orElse(-1) == 0);
    }

    @Test
    void whoever_asks_for_a_rest_is_left_alone_and_keeps_its_partitions() throws Exception {
        var rest = Duration.ofSeconds(4).plus(TestConsumers.LONGEST_BETWEEN_POLLS);
        var tries = new CopyOnWriteArrayList<Instant>();
        index.before(changes -> {
            tries.add(Instant.now());
            if (tries.size() == 1) {
                throw new IndexUnavailableException("429", null, rest);
            }
        });
        var follower = follow();

        kafka.send(message(LIVE, change(memory(1), 1)));

        await().until(() -> follower.pause().isPresent());
        settled();
        assertThat(tries).hasSize(2);
        assertThat(Duration.between(tries.getFirst(), tries.getLast())).isGreaterThanOrEqualTo(rest);
        assertThat(reported()).containsExactly("vector.stored/1/1");
        assertThat(kafka.read(DEAD)).isEmpty();
    }

    @Test
    void of_a_hundred_with_one_poison_ninety_nine_are_applied_and_one_is_kept_as_it_came() throws Exception {
        index.before(changes -> {
            if (changes.contains(change(memory(57), 1))) {
                throw new NonRetryableException("content_refused", "no", new IllegalStateException("deeper"));
            }
        });
        var messages = hundred();
        messages.forEach(message -> message.headers().add("x-trace", new byte[] {0, -1, 7}));
        follow();

        kafka.send(messages);

        settled();
        assertThat(index.versions()).hasSize(99).doesNotContainKey(memory(57));
        var sent = kafka.read(Topic.EVENTS).stream()
                .filter(event -> text(event.key()).equals("57"))
                .findFirst()
                .orElseThrow();
        assertThat(kafka.read(DEAD)).singleElement().satisfies(letter -> {
            sameMessage(letter, sent);
            assertThat(header(letter, DeadLetterHeaders.ORIGINAL_TOPIC)).isEqualTo(LIVE);
            assertThat(bytes(letter, DeadLetterHeaders.ORIGINAL_PARTITION).getInt())
                    .isEqualTo(sent.partition());
            assertThat(bytes(letter, DeadLetterHeaders.ORIGINAL_OFFSET).getLong())
                    .isEqualTo(sent.offset());
            assertThat(bytes(letter, DeadLetterHeaders.ORIGINAL_TIMESTAMP).getLong())
                    .isEqualTo(sent.timestamp());
            assertThat(header(letter, DeadLetterHeaders.ORIGINAL_CONSUMER_GROUP))
                    .isEqualTo(group);
            assertThat(header(letter, DeadLetterHeaders.EXCEPTION)).isEqualTo(NonRetryableException.class.getName());
            assertThat(header(letter, DeadLetterHeaders.EXCEPTION_CAUSE))
                    .isEqualTo(IllegalStateException.class.getName());
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("content_refused");
        });
        assertThat(reported()).hasSize(100).contains("vector.failed/57/1");
    }

    @Test
    void an_undecodable_message_is_kept_as_it_came() throws Exception {
        var strange = new ProducerRecord<>(REPLAY.name(), 7, new byte[] {-1, 0}, new byte[] {-128, 0, 127});
        strange.headers()
                .add("memlog-letter", new byte[] {1, 2, 3})
                .add("empty", null)
                .add("empty", new byte[0]);
        follow();

        kafka.send(strange);

        settled();
        var sent = kafka.read(REPLAY).getFirst();
        assertThat(kafka.read(DEAD)).singleElement().satisfies(letter -> {
            sameMessage(letter, sent);
            assertThat(letter.partition()).isEqualTo(7);
            assertThat(header(letter, DeadLetterHeaders.REASON)).isEqualTo("undecodable");
        });
        assertThat(kafka.read(Topic.PROGRESS)).isEmpty();
    }

    @Test
    void nothing_advances_while_the_dead_letters_cannot_be_written() throws Exception {
        kafka.limitMessages(DEAD, 200);
        try {
            var follower = follow();
            kafka.send(message(LIVE, "1", Map.of(), "nonsense".getBytes(UTF_8)));

            await().until(() -> follower.pause().isPresent());
            assertThat(follower.pause().orElseThrow().reason()).startsWith(DEAD.name() + " cannot be written");
            assertThat(kafka.uncommitted(group, Topic.EVENTS)).isEqualTo(1);
        } finally {
            kafka.limitMessages(DEAD, LARGEST);
        }
        settled();
        assertThat(kafka.read(DEAD)).hasSize(1);
    }
}
