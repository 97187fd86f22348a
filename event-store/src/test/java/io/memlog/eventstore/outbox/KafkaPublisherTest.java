package io.memlog.eventstore.outbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.memlog.eventstore.outbox.KafkaPublisher.UnpublishableMessageException;
import io.memlog.tracing.Traces;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future.State;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.NotEnoughReplicasException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

    private final List<MockProducer<byte[], byte[]>> producers = new ArrayList<>();
    private final KafkaPublisher publisher =
            new KafkaPublisher(this::producer, Map.of("memory_log", "events"), Traces.OFF);

    @Test
    void an_acknowledged_message_completes() throws InterruptedException {
        var acknowledgement = send("memory_log", "{}");

        assertThat(acknowledgement.state()).isEqualTo(State.RUNNING);
        producers.getFirst().completeNext();
        assertThat(acknowledgement.state()).isEqualTo(State.SUCCESS);
    }

    @Test
    void a_message_that_is_too_large_is_unpublishable() throws InterruptedException {
        var acknowledgement = send("memory_log", "{}");
        producers.getFirst().errorNext(new RecordTooLargeException("5 MB"));

        assertThat(acknowledgement.exceptionNow()).isInstanceOf(UnpublishableMessageException.class);
    }

    @Test
    void a_message_of_an_aggregate_type_without_a_topic_is_unpublishable() throws InterruptedException {
        assertThat(send("teapot", "{}").exceptionNow())
                .isInstanceOf(UnpublishableMessageException.class)
                .hasMessageContaining("teapot");
    }

    @Test
    void a_message_with_invalid_headers_is_unpublishable() throws InterruptedException {
        assertThat(send("memory_log", "[]").exceptionNow()).isInstanceOf(UnpublishableMessageException.class);
    }

    @Test
    void a_message_with_a_header_that_is_null_is_unpublishable() throws InterruptedException {
        assertThat(send("memory_log", "{\"ce_id\":null}").exceptionNow())
                .isInstanceOf(UnpublishableMessageException.class)
                .hasMessageContaining("ce_id");
        assertThat(send("memory_log", "null").exceptionNow()).isInstanceOf(UnpublishableMessageException.class);
    }

    @Test
    void any_other_failure_is_temporary() throws InterruptedException {
        var acknowledgement = send("memory_log", "{}");
        producers.getFirst().errorNext(new NotEnoughReplicasException("1 of 2"));

        assertThat(acknowledgement.exceptionNow()).isInstanceOf(NotEnoughReplicasException.class);
    }

    @Test
    void a_send_after_a_close_uses_a_new_producer() throws InterruptedException {
        var _ = send("memory_log", "{}");
        publisher.close();

        var _ = send("memory_log", "{}");

        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
    }

    private CompletableFuture<?> send(String aggregate, String headers) throws InterruptedException {
        return publisher.send(new OutboxMessage(1, aggregate, "7", headers, null, "{}", Instant.EPOCH, 2));
    }

    private MockProducer<byte[], byte[]> producer() {
        var producer = new MockProducer<>(false, null, new ByteArraySerializer(), new ByteArraySerializer());
        producers.add(producer);
        return producer;
    }
}
