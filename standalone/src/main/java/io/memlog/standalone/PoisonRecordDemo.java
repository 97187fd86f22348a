package io.memlog.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// Publishes a truncated event, as a faulty producer may write one: no worker can decode it, so both write a
/// dead letter.
final class PoisonRecordDemo {

    private static final String SOURCE = "/memlog/demo";
    private static final int TRUNCATED_CHARACTERS = 120;

    private PoisonRecordDemo() {}

    /// @param kafka the settings of a client
    static void publish(Map<String, Object> kafka, MemoryLog memory) {
        var message = EventMessage.of(
                "demo/" + memory.id() + "/broken", SOURCE, memory.updatedAt(), new MemoryStored(memory));
        var poison = new ProducerRecord<>(
                Topic.EVENTS.name(),
                message.key(),
                message.data().substring(0, TRUNCATED_CHARACTERS).getBytes(UTF_8));
        message.headers().forEach((name, value) -> poison.headers().add(name, value.getBytes(UTF_8)));
        var settings = new HashMap<>(kafka);
        settings.put("delivery.timeout.ms", 30_000);
        settings.put("request.timeout.ms", 10_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent = producer.send(poison);
            producer.flush();
            if (sent.state() != Future.State.SUCCESS) {
                throw new IllegalStateException("the demo's poison record was not published", sent.exceptionNow());
            }
            producer.close(Duration.ofSeconds(5));
        }
    }
}
