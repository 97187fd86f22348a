package io.memlog.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.memlog.bench.report.Deviations;
import io.memlog.bench.system.MemlogSystem;
import io.memlog.schemas.message.CloudEventHeaders;
import io.memlog.schemas.topic.Topic;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/// A topic as its consumers and producers see it.
record EventTopic(MemlogSystem system, Topic topic) {

    private static final Duration POLL = Duration.ofMillis(100);

    /// Compares the versions in the topic with those that were acknowledged.
    ///
    /// @param acknowledged memories, each of which has one version
    Deviations compare(Set<Long> acknowledged, long failed) {
        Set<Long> seen = new HashSet<>();
        Map<Long, Long> versions = new HashMap<>();
        long doubled = 0;
        long outOfOrder = 0;
        try (var consumer = consumer()) {
            consumer.seekToBeginning(partitions());
            var ends = consumer.endOffsets(partitions());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (var record : consumer.poll(POLL)) {
                    var memory = Long.parseLong(new String(record.key(), UTF_8));
                    if (acknowledged.contains(memory)) {
                        var version = Long.parseLong(header(record, CloudEventHeaders.MEMORY_VERSION));
                        var newest = versions.merge(memory, version, Math::max);
                        doubled += seen.add(memory) ? 0 : 1;
                        outOfOrder += version < newest ? 1 : 0;
                    }
                }
            }
        }
        return new Deviations(acknowledged.size() - seen.size(), doubled, outOfOrder, failed);
    }

    /// Follows the topic from its end on.
    Follower follow(int expected) {
        return new Follower(consumer(), expected, partitions());
    }

    /// With the settings of the relay's producer.
    KafkaProducer<byte[], byte[]> producer() {
        var settings = system.kafkaClient();
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("max.in.flight.requests.per.connection", 5);
        settings.put("compression.type", "lz4");
        settings.put("batch.size", 128 * 1024);
        settings.put("linger.ms", 0);
        return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    }

    ProducerRecord<byte[], byte[]> record(MemoryRow row, String key, long sequence) {
        var record = new ProducerRecord<>(
                topic.name(), key.getBytes(UTF_8), row.message().data().getBytes(UTF_8));
        row.message().headers().forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        record.headers()
                .add(TableRepository.SEQUENCE_HEADER, Long.toString(sequence).getBytes(UTF_8));
        return record;
    }

    List<TopicPartition> partitions() {
        return IntStream.range(0, topic.partitions())
                .mapToObj(number -> new TopicPartition(topic.name(), number))
                .toList();
    }

    KafkaConsumer<byte[], byte[]> consumer() {
        var settings = system.kafkaClient();
        settings.put("enable.auto.commit", false);
        settings.put("auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(partitions());
        return consumer;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        var header = record.headers().lastHeader(name);
        return header == null ? "1" : new String(header.value(), UTF_8);
    }

    /// Notes when each numbered record arrives.
    static final class Follower implements AutoCloseable {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final long[] arrivals;
        private final CountDownLatch missing;
        private final Map<Long, Integer> newest = new HashMap<>();
        private final Thread thread;
        private volatile boolean closed;
        private long doubled;
        private long outOfOrder;

        private Follower(KafkaConsumer<byte[], byte[]> consumer, int expected, List<TopicPartition> partitions) {
            this.consumer = consumer;
            this.arrivals = new long[expected];
            this.missing = new CountDownLatch(expected);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
            this.thread = Thread.ofPlatform().daemon().name("follower").start(this::poll);
        }

        private void poll() {
            while (!closed) {
                for (var record : consumer.poll(POLL)) {
                    var now = System.nanoTime();
                    if (record.headers().lastHeader(TableRepository.SEQUENCE_HEADER) != null) {
                        arrived(record, now);
                    }
                }
            }
            consumer.close();
        }

        private void arrived(ConsumerRecord<byte[], byte[]> record, long now) {
            var number = Integer.parseInt(header(record, TableRepository.SEQUENCE_HEADER));
            if (number >= arrivals.length) {
                // One of an earlier run that came too late for it.
                return;
            }
            var key = Long.parseLong(new String(record.key(), UTF_8));
            var last = newest.merge(key, number, Math::max);
            if (last > number) {
                outOfOrder++;
            }
            if (arrivals[number] != 0) {
                doubled++;
            } else {
                arrivals[number] = now;
                missing.countDown();
            }
        }

        /// Waits until all have arrived, and ends.
        Deviations await(Duration timeout, long failed) throws InterruptedException {
            var _ = missing.await(timeout.toSeconds(), TimeUnit.SECONDS);
            close();
            thread.join();
            return new Deviations(missing.getCount() - failed, doubled, outOfOrder, failed);
        }

        long count() {
            return arrivals.length - missing.getCount();
        }

        long lastArrival() {
            return Arrays.stream(arrivals).max().orElse(0);
        }

        /// When a record arrived; 0 for one that did not.
        long arrival(int number) {
            return arrivals[number];
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
