package io.memlog.api.operations.reconciliation;

import io.memlog.api.FakeStore;
import io.memlog.schemas.event.MemoryChange;
import io.memlog.schemas.event.MemoryDeleted;
import io.memlog.schemas.event.UndecodableEventException;
import io.memlog.schemas.inventory.EntryState;
import io.memlog.schemas.memory.Tenant;
import io.memlog.schemas.message.EventMessage;
import io.memlog.schemas.topic.Projection;
import io.memlog.schemas.topic.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/// Applies the messages of one user for the vector index to a fake store, as embedding-worker does.
final class FakeProjectionConsumer implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final FakeStore store;
    private final String user;
    private final AtomicInteger replayed = new AtomicInteger();
    private final Thread thread;
    private volatile boolean closed;

    FakeProjectionConsumer(String kafka, FakeStore store, String user) {
        Map<String, Object> settings = Map.of("bootstrap.servers", kafka);
        this.consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.store = store;
        this.user = user;
        var partitions = Stream.of(Topic.EVENTS, Topic.replay(Projection.VECTOR))
                .flatMap(topic -> consumer.partitionsFor(topic.name()).stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        this.thread = Thread.ofVirtual().start(this::consume);
    }

    /// The number of messages from the replay topic.
    int replayed() {
        return replayed.get();
    }

    private void consume() {
        while (!closed) {
            consumer.poll(Duration.ofMillis(50)).forEach(this::apply);
        }
        consumer.close();
    }

    private void apply(ConsumerRecord<byte[], byte[]> message) {
        Map<String, String> headers = new HashMap<>();
        message.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        if (!user.equals(headers.get("ce_userid"))) {
            return;
        }
        var replay = !message.topic().equals(Topic.EVENTS.name());
        replayed.addAndGet(replay ? 1 : 0);
        var tenant = new Tenant(user, headers.getOrDefault("ce_projectid", ""));
        var memory = Long.parseLong(new String(message.key(), StandardCharsets.UTF_8));
        purge(tenant, memory, headers.get(message.value() == null ? "ce_memoryversion" : "ce_purge"));
        if (message.value() == null) {
            return;
        }
        try {
            var change = (MemoryChange) EventMessage.decode(headers, message.value());
            var stored = store.of(tenant).get(memory);
            if (stored == null
                    || stored.version() < change.version()
                    || (replay && stored.version() == change.version())) {
                store.holds(
                        tenant,
                        memory,
                        change.version(),
                        change instanceof MemoryDeleted ? EntryState.DELETED : EntryState.STORED);
            }
        } catch (UndecodableEventException e) {
            throw new IllegalStateException(e);
        }
    }

    private void purge(Tenant tenant, long memory, @Nullable String upTo) {
        var held = store.of(tenant).get(memory);
        if (upTo != null
                && held != null
                && (held.state() == EntryState.DAMAGED || held.version() <= Long.parseLong(upTo))) {
            store.drops(tenant, memory);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
