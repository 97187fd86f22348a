package io.memlog.consumer.kafka;

import static io.memlog.consumer.Messages.change;
import static io.memlog.consumer.Messages.memory;
import static io.memlog.consumer.Messages.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.memlog.consumer.InMemoryProjection;
import io.memlog.embedded.KafkaServer;
import io.memlog.embedded.Ports;
import io.memlog.schemas.message.DeadLetterHeaders;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.LongStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A byte of a record changes on the disk of Kafka.
class CorruptRecordIT {

    private static final String LIVE = Topic.EVENTS.name();
    private static final String MARKER = "marker of the corrupt record";

    private final int port = Ports.free();
    private final InMemoryProjection projection = new InMemoryProjection();

    @TempDir
    private Path data;

    @Test
    void a_record_that_kafka_cannot_return_is_one_dead_letter_and_all_others_are_applied() throws Exception {
        ProducerRecord<byte[], byte[]> sent = message(LIVE, change(memory(1), 1, MARKER));
        int partition;
        try (var server = KafkaServer.start(data, port);
                var kafka = new KafkaFixture(server.bootstrapServers())) {
            for (var id : LongStream.rangeClosed(2, 25).toArray()) {
                kafka.send(message(LIVE, change(memory(id), 1)));
            }
            kafka.send(sent);
            partition = kafka.readAll(Topic.EVENTS).stream()
                    .filter(record -> new String(record.value(), UTF_8).contains(MARKER))
                    .findFirst()
                    .orElseThrow()
                    .partition();
            kafka.send(message(LIVE, change(memory(1), 2)));
        }
        corrupt();

        try (var server = KafkaServer.start(data, port);
                var kafka = new KafkaFixture(server.bootstrapServers())) {
            var consumer = TestConsumers.create(server.bootstrapServers(), "test", projection);
            consumer.start();
            try {
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> projection.versions().size() == 25
                                && projection.versions().getOrDefault(memory(1), 0L) == 2
                                && kafka.uncommitted("test", Topic.EVENTS) == 0);
                assertThat(kafka.readAll(Topic.deadLetters(Projection.VECTOR)))
                        .singleElement()
                        .satisfies(deadLetter -> {
                            assertThat(ConsumerContract.header(deadLetter, DeadLetterHeaders.REASON))
                                    .isEqualTo("unreadable");
                            assertThat(ConsumerContract.header(deadLetter, DeadLetterHeaders.ORIGINAL_TOPIC))
                                    .isEqualTo(LIVE);
                            assertThat(ByteBuffer.wrap(deadLetter
                                                    .headers()
                                                    .lastHeader(DeadLetterHeaders.ORIGINAL_PARTITION)
                                                    .value())
                                            .getInt())
                                    .isEqualTo(partition);
                        });
            } finally {
                consumer.stop();
            }
        }
    }

    private void corrupt() throws IOException {
        try (var files = Files.walk(data)) {
            for (var segment : files.filter(file ->
                            file.toString().endsWith(".log") && file.toString().contains("/" + LIVE + "-"))
                    .toList()) {
                var content = new String(Files.readAllBytes(segment), ISO_8859_1);
                var position = content.indexOf(MARKER);
                if (position >= 0) {
                    Files.write(
                            segment,
                            (content.substring(0, position) + '#' + content.substring(position + 1))
                                    .getBytes(ISO_8859_1));
                }
            }
        }
    }
}
