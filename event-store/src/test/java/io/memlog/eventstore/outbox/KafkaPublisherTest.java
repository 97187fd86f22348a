package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final KafkaPublisher publisher = new KafkaPublisher(this::producer, Map.of("memory_log", "events"));

    @Test
    void an_acknowledged_message_is_safe() throws InterruptedException {
        var answer = send("memory_log", "{}");

        assertThat(answer.state()).isEqualTo(State.RUNNING);
        producers.getFirst().completeNext();
        assertThat(answer.state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void a_message_that_is_too_large_is_refused_for_ever() throws InterruptedException {
        var answer = send("memory_log", "{}");
        producers.getFirst().errorNext(new RecordTooLargeException("5 MB"));

        assertThat(answer.exceptionNow()).isInstanceOf(UnpublishableMessageException.class);
    }

    @Test
    void a_message_about_something_that_has_no_topic_is_refused_for_ever() throws InterruptedException {
        assertThat(send("teapot", "{}").exceptionNow())
                .isInstanceOf(UnpublishableMessageException.class)
                .hasMessageContaining("teapot");
    }

    @Test
    void a_message_with_unreadable_headers_is_refused_for_ever() throws InterruptedException {
        assertThat(send("memory_log", "[]").exceptionNow()).isInstanceOf(UnpublishableMessageException.class);
    }

    @Test
    void what_passes_by_itself_leaves_the_producer_in_place() throws InterruptedException {
        var answer = send("memory_log", "{}");
        producers.getFirst().errorNext(new NotEnoughReplicasException("1 of 2"));

        assertThat(answer.exceptionNow()).isInstanceOf(NotEnoughReplicasException.class);
        var _ = send("memory_log", "{}");
        assertThat(producers).hasSize(1);
    }

    @Test
    void after_anything_else_a_new_producer_takes_its_place() throws InterruptedException {
        var _ = send("memory_log", "{}");
        producers.getFirst().errorNext(new TopicAuthorizationException("events"));

        var _ = send("memory_log", "{}");

        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
    }

    private CompletableFuture<?> send(String aggregate, String headers) throws InterruptedException {
        return publisher.send(new OutboxMessage(1, aggregate, "7", headers, null, "{}", Instant.EPOCH));
    }

    private MockProducer<byte[], byte[]> producer() {
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }
}
