package io.memlog.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.schemas.event.MemoryStored;
import io.memlog.schemas.memory.MemoryLog;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/// An event that was cut off on its way, as a faulty producer may write one: no worker can read it, so both
/// keep it as a dead letter.
final class BrokenEvent {

    private static final String SOURCE = "/memlog/demo";
    private static final int LEFT_OF_IT = 120;

    private BrokenEvent() {}

    static void send(String bootstrapServers, MemoryLog memory) {
        var message = EventMessage.of(
                "demo/" + memory.id() + "/broken", SOURCE, memory.updatedAt(), new MemoryStored(memory));
        var broken = new ProducerRecord<>(
                Topic.EVENTS.name(),
                message.key(),
                message.data().substring(0, LEFT_OF_IT).getBytes(UTF_8));
        message.headers().forEach((name, value) -> broken.headers().add(name, value.getBytes(UTF_8)));
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", bootstrapServers, "delivery.timeout.ms", 30_000, "request.timeout.ms", 10_000);
        try (var producer = new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            var sent = producer.send(broken);
            producer.flush();
            if (sent.state() != java.util.concurrent.Future.State.SUCCESS) {
                throw new IllegalStateException("Kafka did not take the demo's broken event", sent.exceptionNow());
            }
            producer.close(Duration.ofSeconds(5));
        }
    }
}
